using Stray.Capture.Flows;
using Stray.Capture.Inspection.Framing;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Dnp3;

/// <summary>
/// DNP3 (IEEE 1815) over TCP and UDP: link frames with their checksums, the direction bit, and how many requests a master
/// makes without waiting for a reply.
/// </summary>
public sealed class Dnp3Inspector() : FramedInspector(kept: LongestFrame)
{
    private const int HeaderLength = 10;
    private const int BlockLength = 16;
    private const int LongestFrame = 292;
    private const int LeastLength = 5;

    /// <summary>A master asks one thing at a time; a few may cross on the wire.</summary>
    private const int MaximumUnanswered = 32;

    private readonly bool?[] _fromMaster = new bool?[2];
    private int _unanswered;

    public override string Protocol => "dnp3";

    public override void Reset()
    {
        base.Reset();
        Array.Clear(_fromMaster);
        _unanswered = 0;
    }

    protected override long Measure(ReadOnlySpan<byte> head, Side side)
    {
        if (head[0] != 5 || (head.Length > 1 && head[1] != 0x64) || (head.Length > 2 && head[2] < LeastLength))
        {
            return NotAMessage;
        }

        if (head.Length < HeaderLength)
        {
            return MoreNeeded;
        }

        var data = head[2] - LeastLength;
        return !Dnp3Checksum.Matches(head[..HeaderLength]) ? NotAMessage
            : HeaderLength + data + (2 * ((data + BlockLength - 1) / BlockLength));
    }

    protected override void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        var isFrame = head.Length > 2 && head.Bytes[0] == 5 && head.Bytes[1] == 0x64;
        if (!InStep(context) && !isFrame)
        {
            return;
        }

        if (!isFrame)
        {
            Report(context, head, 0, 2, "frame does not begin with 05 64");
        }
        else if (head.Bytes[2] < LeastLength)
        {
            Report(context, head, 2, 1, new FindingDetail("length {0} does not even cover the link header", head.Bytes[2]));
        }
        else if (head.Length >= HeaderLength && !Dnp3Checksum.Matches(head.Bytes[..HeaderLength]))
        {
            Report(context, head, 8, 2, "checksum of the link header is wrong");
        }
        else
        {
            Report(context, head, 0, head.Length, "datagram ends within a frame");
        }
    }

    protected override void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        CheckDirection(context, head);
        CheckBlocks(context, head, (int)length);
        if (head.Length > HeaderLength + 2)
        {
            Count(context, head);
        }
    }

    /// <summary>IEEE 1815 s9.2.4.1.3.1: the bit says whether a master sent the frame; of two stations one is the master.</summary>
    private void CheckDirection(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        var fromMaster = (head.Bytes[3] & 0x80) != 0;
        _fromMaster[(int)context.Side] ??= fromMaster;
        if (_fromMaster[(int)Other(context.Side)] is { } other ? other == fromMaster : _fromMaster[(int)context.Side] != fromMaster)
        {
            Report(context, head, 3, 1, fromMaster ? "both stations claim to be the master" : "both stations claim to be the outstation");
        }
    }

    private static void CheckBlocks(scoped in InspectionContext context, scoped in PlacedBytes head, int length)
    {
        for (var at = HeaderLength; at < length; at += BlockLength + 2)
        {
            var size = Math.Min(BlockLength + 2, length - at);
            if (at + size > head.Length)
            {
                return; // cut by the snaplen
            }

            if (!Dnp3Checksum.Matches(head.Bytes.Slice(at, size)))
            {
                Report(context, head, at + size - 2, 2, "checksum of a data block is wrong");
                return;
            }
        }
    }

    /// <summary>Requests that want a reply against the replies; only a capture that shows both sides can tell.</summary>
    private void Count(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        var first = (head.Bytes[HeaderLength] & 0x40) != 0;
        if (!first || head.Length <= HeaderLength + 2)
        {
            return;
        }

        var function = head.Bytes[HeaderLength + 2];
        if (function >= 0x80)
        {
            _unanswered = 0;
        }
        else if (WantsReply(function) && ++_unanswered > MaximumUnanswered && context.Flow.Answered && IsComplete(context, Other(context.Side)))
        {
            Report(context, head, HeaderLength + 2, 1, new FindingDetail("{0} requests without a reply", _unanswered));
        }
    }

    /// <summary>All but confirmations and those "without acknowledgment" (IEEE 1815 s4.2.2.5).</summary>
    private static bool WantsReply(byte function) => function is not (0 or 6 or 8 or 10 or 12);

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.IcsMessageMalformed, offset, length, detail);
}
