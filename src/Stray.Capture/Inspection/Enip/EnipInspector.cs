using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Framing;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Enip;

/// <summary>EtherNet/IP encapsulation (CIP vol. 2 s2-3) over TCP and UDP: command, length, options, and items that fill the data.</summary>
public sealed class EnipInspector() : FramedInspector(kept: 1024)
{
    private const int HeaderLength = 24;
    private const int LongestData = 65511;

    public override string Protocol => "enip";

    public override bool LeavesEarly => true;

    protected override long Measure(ReadOnlySpan<byte> head, Side side)
    {
        if (head.Length < 4)
        {
            return MoreNeeded;
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(head[2..]);
        return !IsKnown(BinaryPrimitives.ReadUInt16LittleEndian(head)) || length > LongestData ? NotAMessage : HeaderLength + length;
    }

    protected override void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        if (!InStep(context) || head.Length < 4)
        {
            return;
        }

        var command = BinaryPrimitives.ReadUInt16LittleEndian(head.Bytes);
        if (IsKnown(command))
        {
            Report(context, head, 2, 2, new FindingDetail("length {0} is more than there is", BinaryPrimitives.ReadUInt16LittleEndian(head.Bytes[2..])));
        }
        else
        {
            Report(context, head, 0, 2, new FindingDetail("encapsulation command {0:X4} is not assigned", command));
        }
    }

    protected override void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        if (head.Length < HeaderLength)
        {
            return;
        }

        var command = BinaryPrimitives.ReadUInt16LittleEndian(head.Bytes);
        var data = length - HeaderLength;
        if (command == 0x65 && data != 4 && BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes[8..]) == 0)
        {
            Report(context, head, 2, 2, new FindingDetail("session registration of {0} bytes, not 4", data));
        }
        else if (command is 0x6F or 0x70 && data > 0)
        {
            CheckItems(context, head, length);
        }
    }

    /// <summary>Common packet format (s2-6): interface and timeout, a count, then items of type, length and data.</summary>
    private static void CheckItems(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        var at = HeaderLength + 6;
        if (length < at + 2)
        {
            Report(context, head, 2, 2, new FindingDetail("{0} bytes cannot hold a list of items", length - HeaderLength));
            return;
        }

        if (head.Length < at + 2)
        {
            return;
        }

        var items = BinaryPrimitives.ReadUInt16LittleEndian(head.Bytes[at..]);
        at += 2;
        for (; items > 0 && at + 4 <= head.Length; items--)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(head.Bytes[(at + 2)..]);
            if (at + 4 + size > length)
            {
                Report(context, head, at + 2, 2, new FindingDetail("item of {0} bytes where {1} are left", size, length - at - 4));
                return;
            }

            at += 4 + size;
        }

        if (items > 0 && head.Length == length)
        {
            Report(context, head, HeaderLength + 6, 2, new FindingDetail("{0} items more are announced than there are", items));
        }
    }

    private static bool IsKnown(ushort command) =>
        command is 0 or 1 or 4 or 0x63 or 0x64 or 0x65 or 0x66 or 0x6F or 0x70 or 0x72 or 0x73 or 0xC8;

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.IcsMessageMalformed, offset, length, detail);
}
