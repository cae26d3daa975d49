using Stray.Capture.Decoding;
using Stray.Contracts.Findings;

namespace Stray.Capture.Flows.Tcp;

/// <summary>RST segments, and what a side sends after its own (RFC 9293 s3.5.2, s3.5.3; RFC 5961 s3).</summary>
internal sealed class ResetRules(TcpReport report, CaptureQuality quality)
{
    private const int Storm = 10;

    public void OnReset(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        Counter.Add(ref own.Resets);
        if (own.Resets == Storm)
            report.Add(ref flow, FindingName.TcpStorm, packet, TcpField.Flags, new("{0} RSTs from one side", Storm));
        if (packet.PayloadWireLength > 0)
            report.Add(ref flow, FindingName.TcpRstWithData, packet, TcpField.Payload, new("RST with {0} bytes", packet.PayloadWireLength));
        if (!own.Is(TcpSideFlags.SynSeen) && !peer.Is(TcpSideFlags.SynSeen))
        {
            report.Add(ref flow, FindingName.TcpPacketWithoutSession, packet, TcpField.Flags,
                quality.Context("RST without a SYN; of this sensor's flows {0} % are one-way, {1} % began before the capture"));
        }
        else if (!IsAcceptable(ref flow, side, packet))
            return;

        Close(ref flow, side, packet);
    }

    /// <summary>
    /// A side that has reset is gone: more new data from it shows that the RST was another's. Only data at or beyond the
    /// RST's sequence number counts, since a segment before it may just have been overtaken on the way.
    /// </summary>
    public void OnSegmentAfter(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        var beyond = Sequence.Delta(packet.Tcp.Sequence, own.ResetSequence);
        if (packet.PayloadWireLength == 0 || beyond < 0 || beyond > own.LargestWindow + (1 << 16))
        {
            if (packet.Tcp.Has(TcpFlags.Fin) && beyond >= 0)
                report.Add(ref flow, FindingName.TcpDataAfterClose, packet, TcpField.Flags, "FIN from the side that has reset");
            return;
        }

        report.Add(ref flow, FindingName.TcpRstInjectionSuspected, packet, TcpField.Sequence,
            new("new data at {0} from the side that seemed to reset at {1}", packet.Tcp.Sequence, own.ResetSequence));
        own.Flags &= ~TcpSideFlags.ResetLive;
        own.State = TcpSideState.Established;
    }

    private bool IsAcceptable(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        if (flow.Tcp.Has(TcpConnectionFlags.Reused | TcpConnectionFlags.ReusePending) || own.SynVariants + peer.SynVariants > 0)
            return true;
        if (packet.Tcp.Has(TcpFlags.Ack) && peer.Is(TcpSideFlags.SynSeen) && !IsAcknowledgmentPossible(flow, own, peer, packet.Tcp.Acknowledgment))
        {
            return Refuse(ref flow, packet, TcpField.Acknowledgment,
                new("RST acknowledges {0}, the other side has only sent up to {1}", packet.Tcp.Acknowledgment, peer.Next));
        }

        if (!IsWholeSoFar(flow, own) || !peer.Is(TcpSideFlags.Spoke))
            return true;
        var limit = own.Edge + own.LargestWindow + (1 << 16);
        if (!Sequence.After(packet.Tcp.Sequence, limit) && !Sequence.Before(packet.Tcp.Sequence, own.Isn))
            return true;
        return Refuse(ref flow, packet, TcpField.Sequence,
            new("RST at {0}, far outside the window that ends at {1}", packet.Tcp.Sequence, own.Edge));
    }

    /// <summary>
    /// In answer to a SYN the number is known exactly. Later the last segments may have been lost before the sensor, so only
    /// what the other side had no window for is impossible. An acknowledgement of 0 is how some old stacks leave it out.
    /// </summary>
    private static bool IsAcknowledgmentPossible(in FlowState flow, in TcpSide own, in TcpSide peer, uint acknowledgment)
    {
        if (acknowledgment == 0)
            return true;
        if (Sequence.Before(acknowledgment, peer.Isn))
            return false;
        if (own.State == TcpSideState.Inactive)
            return !Sequence.After(acknowledgment, peer.Next);
        return !IsWholeSoFar(flow, peer) || !own.Is(TcpSideFlags.Spoke)
            || !Sequence.After(acknowledgment, peer.Edge + peer.LargestWindow + (1 << 16));
    }

    /// <summary>
    /// Every byte of the side was seen, and its window: in a sampled capture, or one of control segments only, its numbers
    /// may be anywhere by now.
    /// </summary>
    private static bool IsWholeSoFar(in FlowState flow, in TcpSide side) =>
        flow.Tcp.HandshakeSeen && flow.Tcp.Has(TcpConnectionFlags.Confirmed) && side.Is(TcpSideFlags.EdgeKnown)
        && !side.Is(TcpSideFlags.Lossy) && side.Pending == 0 && !side.Is(TcpSideFlags.FinSeen);

    private bool Refuse(ref FlowState flow, scoped in Packet packet, TcpField field, FindingDetail detail)
    {
        report.Add(ref flow, FindingName.TcpRstInjectionSuspected, packet, field, detail);
        return false;
    }

    private static void Close(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        if (own.State == TcpSideState.Established && flow.Tcp.HandshakeSeen && flow.Tcp.Has(TcpConnectionFlags.Confirmed))
        {
            own.ResetSequence = packet.Tcp.Sequence;
            own.Flags |= TcpSideFlags.ResetLive;
        }

        // After a FIN from each side a RST only answers a straggler.
        if (own.State != TcpSideState.Closed || peer.State != TcpSideState.Closed)
            own.State = TcpSideState.Reset;
    }
}
