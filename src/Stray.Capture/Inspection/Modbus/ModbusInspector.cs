using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Framing;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Modbus;

/// <summary>Modbus messaging on TCP/IP (v1.0b s3): the header of every message, and the PDUs of public functions.</summary>
public sealed class ModbusInspector() : FramedInspector(kept: LongestMessage)
{
    private const int HeaderLength = 7;
    private const int LongestMessage = 6 + 254;
    private const ushort Port = 502;

    public override string Protocol => "modbus";

    public override bool LeavesEarly => true;

    protected override long Measure(ReadOnlySpan<byte> head, Side side)
    {
        if (head.Length < 6)
        {
            return MoreNeeded;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(head[4..]);
        return head[2] == 0 && head[3] == 0 && length is >= 2 and <= 254 ? 6 + length : NotAMessage;
    }

    protected override void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        if (!InStep(context) || head.Length < 6)
        {
            return;
        }

        if (head.Bytes[2] != 0 || head.Bytes[3] != 0)
        {
            Report(context, head, 2, 2, new FindingDetail("protocol identifier {0} is not Modbus's 0", BinaryPrimitives.ReadUInt16BigEndian(head.Bytes[2..])));
        }
        else
        {
            Report(context, head, 4, 2, new FindingDetail("length {0} is out of 2 to 254", BinaryPrimitives.ReadUInt16BigEndian(head.Bytes[4..])));
        }
    }

    protected override void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        if (head.Length < length || FromServer(context) is not { } fromServer)
        {
            return; // cut by the snaplen, or nobody knows who asks
        }

        var pdu = head.Bytes[HeaderLength..];
        var flaw = fromServer ? ModbusRules.Response(pdu) : ModbusRules.Request(pdu);
        if (flaw.Text is not null)
        {
            Report(context, head, HeaderLength + flaw.Offset, flaw.Length, new FindingDetail(flaw.Text, pdu[0]));
        }
    }

    private static bool? FromServer(scoped in InspectionContext context)
    {
        var forward = context.Side == Side.Forward;
        var from = forward ? context.Flow.SourcePort : context.Flow.DestinationPort;
        var to = forward ? context.Flow.DestinationPort : context.Flow.SourcePort;
        return (from == Port) != (to == Port) ? from == Port : context.Flow.Midstream ? null : !forward;
    }

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.IcsMessageMalformed, offset, length, detail);
}
