using Stray.Capture.Decoding;
using Stray.Contracts.Findings;

namespace Stray.Capture.Flows.Tcp;

/// <summary>Acknowledgements and the windows they grant (RFC 9293 s3.8.6, s3.10.7.4; RFC 7323 s2).</summary>
internal sealed class AcknowledgmentRules(TcpReport report)
{
    /// <summary>An acknowledgement this far beyond what was sent is no sign of loss but of nonsense, and moves nothing.</summary>
    private const int Reach = 1 << 28;

    public void OnAck(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var peer = ref flow.Tcp.PeerOf(side);
        var acknowledgment = packet.Tcp.Acknowledgment;
        if (!peer.Is(TcpSideFlags.Sequenced))
            Infer(ref peer, acknowledgment);
        var unseen = Sequence.Delta(acknowledgment, peer.Next);
        if (unseen > 0 && !TakeUnseen(ref flow, side, packet, unseen))
            return;
        if (peer.Is(TcpSideFlags.SynSeen) && Sequence.Before(acknowledgment, peer.Isn))
        {
            report.Add(ref flow, FindingName.TcpAckUnseenData, packet, TcpField.Acknowledgment,
                new("acknowledgement {0} lies before the other side's first sequence number {1}", acknowledgment, peer.Isn));
            return;
        }

        var advance = Sequence.Delta(acknowledgment, peer.Acked);
        if (advance > 0)
            peer.Acked = acknowledgment;
        else if (advance == 0 && packet.PayloadWireLength == 0 && peer.Next != peer.Acked && packet.Tcp.Flags == TcpFlags.Ack)
            Counter.Add(ref peer.DuplicateAcks);
        if (advance >= 0)
            TakeWindow(ref flow, side, packet);
    }

    /// <summary>
    /// Data that was acknowledged but never captured: loss at the sensor, a split route, or an injected segment. When the
    /// other side is not captured at all it says nothing, and only keeps its numbers current.
    /// </summary>
    private bool TakeUnseen(ref FlowState flow, Side side, scoped in Packet packet, int unseen)
    {
        ref var peer = ref flow.Tcp.PeerOf(side);
        var captured = peer.State is not (TcpSideState.Inactive or TcpSideState.SynSent) || peer.Is(TcpSideFlags.Spoke);
        if (captured)
        {
            report.Add(ref flow, FindingName.TcpAckUnseenData, packet, TcpField.Acknowledgment,
                new("acknowledgement {0} is {1} bytes beyond what was seen", packet.Tcp.Acknowledgment, unseen));
            peer.Flags |= TcpSideFlags.AckedUnseen | TcpSideFlags.Lossy;
        }

        if (unseen > Reach)
            return false;
        peer.Advance(packet.Tcp.Acknowledgment);
        if (!captured)
            peer.Delivered = peer.Next;
        return true;
    }

    private void TakeWindow(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        var scaled = own.Scale > 0 && peer.Scale >= 0 && !packet.Tcp.Has(TcpFlags.Syn);
        var shift = scaled ? Math.Min((int)own.Scale, 14) : 0;
        var window = (uint)packet.Tcp.Window << shift;
        if (window == 0)
            Counter.Add(ref own.ZeroWindows);
        var edge = packet.Tcp.Acknowledgment + window;
        if (!peer.Is(TcpSideFlags.EdgeKnown))
        {
            // Without the handshake the scale is unknown, and so is the window.
            if (!flow.Tcp.HandshakeSeen && !packet.Tcp.Has(TcpFlags.Syn))
                return;
            (peer.Edge, peer.LargestWindow, peer.Flags) = (edge, window, peer.Flags | TcpSideFlags.EdgeKnown);
            return;
        }

        CheckRecision(ref flow, side, packet, Sequence.Delta(peer.Edge, edge) - (1 << shift));
        peer.LargestWindow = Math.Max(peer.LargestWindow, window);
        peer.Edge = Sequence.Max(peer.Edge, edge);
    }

    // Receivers that close lose their buffers, and SYN windows are often corrected at once: neither counts.
    private void CheckRecision(ref FlowState flow, Side side, scoped in Packet packet, int taken)
    {
        ref var own = ref flow.Tcp.Of(side);
        if (taken < 0 || packet.Tcp.Has(TcpFlags.Syn) || packet.Tcp.Has(TcpFlags.Fin) || !own.Is(TcpSideFlags.Spoke)
            || packet.Tcp.Sequence != own.Next || own.State != TcpSideState.Established || !flow.Tcp.HandshakeSeen)
            return;
        report.Add(ref flow, FindingName.TcpSegmentOutOfWindow, packet, TcpField.Window,
            new("the window's end moved back by {0} bytes", taken));
    }

    private static void Infer(ref TcpSide peer, uint acknowledgment)
    {
        peer.Isn = acknowledgment - 1;
        peer.Next = peer.Acked = peer.Delivered = acknowledgment;
        peer.Flags |= TcpSideFlags.Sequenced | TcpSideFlags.Streaming;
    }
}
