using Stray.Capture.Decoding;
using Stray.Capture.Flows.Reassembly;
using Stray.Contracts.Findings;

namespace Stray.Capture.Flows.Tcp;

/// <summary>
/// Follows both sides of a TCP connection from what the wire shows and reports what no sound stack sends. It sees neither
/// what was lost before the sensor nor what the hosts dropped, so a rule of tier A fires only where loss, reordering, port
/// reuse and a late start of the capture are ruled out; the rest are quality or context findings.
/// </summary>
internal sealed class TcpTracker(TcpReport report, StreamAssembler streams, CaptureQuality quality)
{
    /// <summary>1500 bytes less the smallest IPv4 and TCP headers.</summary>
    private const int LargestOnEthernet = 1460;

    private const TcpFlags Control = TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst;

    private readonly HandshakeRules _handshake = new(report, quality);
    private readonly ResetRules _reset = new(report, quality);
    private readonly SequenceRules _sequence = new(report);
    private readonly AcknowledgmentRules _acknowledgment = new(report);
    private readonly CloseRules _close = new(report, quality);

    public void Accept(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        Counter.Add(ref own.Packets);
        if (packet.ChecksumBad && !IsOffload(ref own, packet))
            return;
        if (packet.PayloadWireLength > 0)
        {
            flow.Tcp.Flags |= TcpConnectionFlags.Data;
            Counter.Add(ref own.DataSegments);
        }

        if (packet.Tcp.HasTimestamps)
            _sequence.CheckAgreedTimestamp(ref flow, side, packet);
        if ((packet.Tcp.Flags & Control) == 0)
            AcceptSegment(ref flow, side, packet);
        else
            AcceptControl(ref flow, side, packet);
    }

    /// <summary>The flow ends: hands out what is still held and reports what only the end shows.</summary>
    public void Finish(ref FlowState flow)
    {
        streams.Finish(ref flow);
        _close.AtEnd(ref flow);
    }

    private void AcceptControl(ref FlowState flow, Side side, scoped in Packet packet)
    {
        var segment = packet.Tcp;
        if (segment.Has(TcpFlags.Rst))
        {
            _reset.OnReset(ref flow, side, packet);
            return;
        }

        if (segment.Has(TcpFlags.Syn))
        {
            if (segment.Has(TcpFlags.Ack) ? _handshake.OnSynAck(ref flow, side, packet) : _handshake.OnSyn(ref flow, side, packet))
                AcceptSynData(ref flow, side, packet);
            return;
        }

        AcceptSegment(ref flow, side, packet);
    }

    // A FIN may carry the last data, so it takes the path of a segment, too.
    private void AcceptSegment(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        if (!_handshake.OnSegment(ref flow, side, packet))
            return;
        if (own.State == TcpSideState.Inactive && !packet.Tcp.Has(TcpFlags.Fin))
            return; // a bare ACK in place of a SYN/ACK speaks of an earlier connection (RFC 9293 s3.5.1, RFC 5961 s4)
        if (own.Is(TcpSideFlags.ResetLive))
            _reset.OnSegmentAfter(ref flow, side, packet);
        if (own.Is(TcpSideFlags.FinSeen))
            _close.OnSegmentAfter(ref flow, side, packet);
        var verdict = _sequence.OnSegment(ref flow, side, packet);
        if (packet.Tcp.Has(TcpFlags.Ack))
            _acknowledgment.OnAck(ref flow, side, packet);
        if (packet.Tcp.Has(TcpFlags.Fin))
            _close.OnFin(ref flow, side, packet);
        own.Flags |= TcpSideFlags.Spoke;
        if (verdict == SegmentVerdict.Data)
            streams.Accept(ref flow, side, packet, packet.Tcp.Sequence);
    }

    private void AcceptSynData(ref FlowState flow, Side side, scoped in Packet packet)
    {
        if (packet.Tcp.Has(TcpFlags.Ack))
            _acknowledgment.OnAck(ref flow, side, packet);
        if (packet.PayloadWireLength > 0)
            streams.Accept(ref flow, side, packet, packet.Tcp.Sequence + 1);
    }

    /// <summary>
    /// A sender whose checksums are mostly bad leaves them to its network card, and the capture ran on that host; so does a
    /// segment too large for the wire, which the card has yet to cut (or has put together). Those packets are sound. A bad
    /// one among good ones is dropped by every receiver and must not move our state, or it would be a way to blind us (Ptacek
    /// and Newsham 1998); for a RST, the cheapest blinder, a tie is not enough.
    /// </summary>
    private static bool IsOffload(ref TcpSide own, scoped in Packet packet)
    {
        Counter.Add(ref own.BadChecksums);
        if (packet.PayloadWireLength > LargestOnEthernet)
            return true;
        var excess = (own.BadChecksums * 2) - own.Packets;
        return packet.Tcp.Has(TcpFlags.Rst) ? excess > 0 : excess >= 0;
    }
}
