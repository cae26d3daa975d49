using Stray.Capture.Decoding;
using Stray.Contracts.Findings;

namespace Stray.Capture.Flows.Tcp;

/// <summary>Sequence numbers, windows and timestamps of segments after the handshake (RFC 9293 s3.4, s3.8; RFC 7323 s5).</summary>
internal sealed class SequenceRules(TcpReport report)
{
    private const int ManyRetransmissions = 5;

    /// <summary>Timestamps older than this are no longer compared: the clock may have wrapped (RFC 7323 s5.5).</summary>
    private const long TimestampMemory = 24L * 24 * 3600 * 1_000_000_000;

    public SegmentVerdict OnSegment(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        var sequence = packet.Tcp.Sequence;
        var length = packet.PayloadWireLength;
        if (!own.Is(TcpSideFlags.Sequenced))
            Start(ref own, sequence);
        var ahead = Sequence.Delta(sequence, own.Next);
        if (ahead < 0)
            return OnOld(ref flow, side, packet, ahead);
        if (packet.Tcp.HasTimestamps)
            CheckTimestamp(ref flow, side, packet);
        if (own.Is(TcpSideFlags.EdgeKnown) && Sequence.After(sequence + (uint)length, own.Edge) && !IsTolerated(ref flow, side, packet, ahead))
            return SegmentVerdict.Nothing;
        if (length == 0)
            return SegmentVerdict.Nothing;
        own.Advance(sequence + (uint)length);
        return SegmentVerdict.Data;
    }

    /// <summary>A timestamp that was not agreed on is ignored by receivers, so it can only be meant for an observer (RFC 7323 s3.2).</summary>
    public void CheckAgreedTimestamp(ref FlowState flow, Side side, scoped in Packet packet)
    {
        if (((flow.Tcp.Of(side).Flags | flow.Tcp.PeerOf(side).Flags) & TcpSideFlags.Untimed) != 0)
        {
            report.Add(ref flow, FindingName.TcpTimestampInvalid, packet, TcpField.Options,
                new("TSval {0} though the handshake agreed on no timestamps", packet.Tcp.TimestampValue));
        }
    }

    private SegmentVerdict OnOld(ref FlowState flow, Side side, scoped in Packet packet, int ahead)
    {
        ref var own = ref flow.Tcp.Of(side);
        var length = packet.PayloadWireLength;
        if (length <= 1 && ahead == -1 && !packet.Tcp.Has(TcpFlags.Fin))
        {
            // Keep-alive (RFC 9293 s3.8.4): its one byte, if any, is garbage and no stream data.
            Counter.Add(ref own.KeepAlives);
            return SegmentVerdict.Nothing;
        }

        if (own.Is(TcpSideFlags.SynSeen) && Sequence.Before(packet.Tcp.Sequence, own.Isn))
        {
            report.Add(ref flow, FindingName.TcpAckUnseenData, packet, TcpField.Sequence,
                new("sequence number {0} lies before the connection's first, {1}", packet.Tcp.Sequence, own.Isn));
            return SegmentVerdict.Nothing;
        }

        if (length == 0)
            return SegmentVerdict.Nothing;
        var end = packet.Tcp.Sequence + (uint)length;
        CountRepeat(ref flow, side, packet);
        if (Sequence.After(end, own.Next) && !(own.Is(TcpSideFlags.EdgeKnown) && Sequence.After(end, own.Edge + own.LargestWindow)))
            own.Advance(end);
        return SegmentVerdict.Data;
    }

    private void CountRepeat(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        if (!Sequence.Before(packet.Tcp.Sequence, own.Delivered))
        {
            Counter.Add(ref own.OutOfOrder);
            return;
        }

        Counter.Add(ref own.Retransmissions);
        if (own.Retransmissions == ManyRetransmissions)
        {
            report.Add(ref flow, FindingName.TcpStorm, packet, TcpField.Sequence,
                new("{0} of {1} data segments repeat earlier ones", own.Retransmissions, own.DataSegments));
        }
    }

    // A sender may be right about a window we have not seen opened (an ACK lost before the sensor), hence only quality.
    private bool IsTolerated(ref FlowState flow, Side side, scoped in Packet packet, int ahead)
    {
        ref var own = ref flow.Tcp.Of(side);
        var length = packet.PayloadWireLength;
        if (length == 1 && ahead == 0)
            return true; // zero-window probe (RFC 9293 s3.8.6.1)
        if (flow.Tcp.HandshakeSeen)
        {
            report.Add(ref flow, FindingName.TcpSegmentOutOfWindow, packet, TcpField.Sequence,
                new("segment ends at {0}, the window at {1}", packet.Tcp.Sequence + (uint)length, own.Edge));
        }

        return !Sequence.After(packet.Tcp.Sequence + (uint)length, own.Edge + (4 * own.LargestWindow) + (1 << 20));
    }

    /// <summary>
    /// The value must not fall in segments that bring something new. Old and reordered segments are no evidence, so the
    /// callers come here only with a sequence number at or beyond the highest seen.
    /// </summary>
    private void CheckTimestamp(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        var value = packet.Tcp.TimestampValue;
        var advance = Sequence.Delta(value, own.Timestamp);
        if (own.Is(TcpSideFlags.TimestampKnown) && advance < 0)
        {
            var news = packet.PayloadWireLength > 0 || Sequence.After(packet.Tcp.Acknowledgment, peer.Acked);
            if (news && packet.Time - flow.End < TimestampMemory)
            {
                report.Add(ref flow, FindingName.TcpTimestampInvalid, packet, TcpField.Options,
                    new("TSval {0} after {1}", value, own.Timestamp));
            }

            return;
        }

        own.Timestamp = value;
        own.Flags |= TcpSideFlags.TimestampKnown;
    }

    private static void Start(ref TcpSide own, uint sequence)
    {
        own.Isn = sequence - 1;
        own.Next = own.Acked = own.Delivered = sequence;
        own.Flags |= TcpSideFlags.Sequenced | TcpSideFlags.Streaming;
    }
}
