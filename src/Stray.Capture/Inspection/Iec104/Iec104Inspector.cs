using Stray.Capture.Flows;
using Stray.Capture.Inspection.Framing;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Iec104;

/// <summary>IEC 60870-5-104 s5: APDUs with their start byte, length and control field, and that data follows where it must.</summary>
public sealed class Iec104Inspector() : FramedInspector(kept: 255)
{
    private const byte Start = 0x68;
    private const int ControlLength = 4;
    private const int DataOffset = 6;

    public override string Protocol => "iec104";

    public override bool LeavesEarly => true;

    protected override long Measure(ReadOnlySpan<byte> head, Side side) =>
        head[0] != Start || (head.Length > 1 && head[1] is < ControlLength or > 253) ? NotAMessage
        : head.Length < 2 ? MoreNeeded : 2 + head[1];

    protected override void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        if (InStep(context))
        {
            Report(context, head, head.Bytes[0] == Start ? 1 : 0, 1, head.Bytes[0] == Start
                ? new FindingDetail("length {0} is out of 4 to 253", head.Length > 1 ? head.Bytes[1] : 0)
                : new FindingDetail("message does not begin with 68 but with {0:X2}", head.Bytes[0]));
        }
    }

    protected override void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        if (head.Length < DataOffset)
        {
            return;
        }

        var control = head.Bytes[2];
        var data = length - DataOffset;
        if ((control & 1) == 0)
        {
            CheckData(context, head, data);
        }
        else if (data > 0)
        {
            Report(context, head, 1, 1, new FindingDetail("{0} bytes of data in a message that carries none", data));
        }
        else if ((control & 3) == 3 && control is not (0x07 or 0x0B or 0x13 or 0x23 or 0x43 or 0x83))
        {
            Report(context, head, 2, 1, new FindingDetail("control field {0:X2} names no single function", control));
        }
    }

    /// <summary>An information transfer holds an ASDU: type, qualifier, cause, addresses; type 0 is not defined.</summary>
    private static void CheckData(scoped in InspectionContext context, scoped in PlacedBytes head, long data)
    {
        if (data < 4)
        {
            Report(context, head, 1, 1, new FindingDetail("{0} bytes cannot hold the data unit of an information transfer", data));
        }
        else if (head.Length > DataOffset && head.Bytes[DataOffset] == 0)
        {
            Report(context, head, DataOffset, 1, "data unit of type 0, which is not defined");
        }
    }

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.IcsMessageMalformed, offset, length, detail);
}
