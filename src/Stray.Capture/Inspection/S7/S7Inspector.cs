using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Framing;
using Stray.Capture.Inspection.Tpkt;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.S7;

/// <summary>S7 communication over ISO on TCP: TPKT and COTP headers, then S7's own, whose two lengths must fill the packet.</summary>
public sealed class S7Inspector() : FramedInspector(kept: 64)
{
    private const byte S7 = 0x32;
    private const int DataHeader = 7;

    public override string Protocol => "s7comm";

    public override bool LeavesEarly => true;

    protected override long Measure(ReadOnlySpan<byte> head, Side side) => TpktHeader.Measure(head);

    protected override void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        if (InStep(context))
        {
            Report(context, head, 0, TpktHeader.Length, "no TPKT header where one is due");
        }
    }

    protected override void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        if (head.Length <= DataHeader)
        {
            return;
        }

        if (TpktHeader.Flaw(head.Bytes, length) is { } flaw)
        {
            Report(context, head, TpktHeader.Length, 2, flaw);
        }
        else if (TpktHeader.Kind(head.Bytes) == TpktHeader.Data && head.Bytes[4] == 2 && head.Bytes[DataHeader] == S7 && (head.Bytes[6] & 0x80) != 0)
        {
            CheckJob(context, head.Slice(DataHeader), length - DataHeader);
        }
    }

    /// <summary>Header: protocol, kind, reserved, reference, length of parameters, length of data, and an error in replies.</summary>
    private static void CheckJob(scoped in InspectionContext context, scoped in PlacedBytes job, long length)
    {
        if (job.Length < 2)
        {
            return;
        }

        var kind = job.Bytes[1];
        if (kind is not (1 or 2 or 3 or 7))
        {
            Report(context, job, 1, 1, new FindingDetail("S7 message of kind {0}, which does not exist", kind));
            return;
        }

        var header = kind is 2 or 3 ? 12 : 10;
        if (length < header)
        {
            Report(context, job, 0, job.Length, new FindingDetail("{0} bytes cannot hold an S7 header of {1}", length, header));
        }
        else if (job.Length >= 10)
        {
            var parameters = BinaryPrimitives.ReadUInt16BigEndian(job.Bytes[6..]);
            var data = BinaryPrimitives.ReadUInt16BigEndian(job.Bytes[8..]);
            if (header + parameters + data > length)
            {
                Report(context, job, 6, 4, new FindingDetail("parameters and data of {0} bytes in a message of {1}", parameters + data, length));
            }
        }
    }

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.IcsMessageMalformed, offset, length, detail);
}
