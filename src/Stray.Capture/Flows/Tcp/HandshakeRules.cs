using Stray.Capture.Decoding;
using Stray.Contracts.Findings;

namespace Stray.Capture.Flows.Tcp;

/// <summary>SYN, SYN/ACK and the first segments after them (RFC 9293 s3.5, s3.10.7).</summary>
internal sealed class HandshakeRules(TcpReport report, CaptureQuality quality)
{
    /// <summary>Different initial sequence numbers from which on no retrying client explains them (RFC 4987).</summary>
    private const int FloodVariants = 10;

    /// <summary>A responder chooses one initial sequence number per attempt; SYN cookies change it at most once a minute.</summary>
    private const int FloodAnswers = 5;

    private const long FloodTime = 10_000_000_000;

    /// <summary>Small devices start over from the same port every few seconds, for hours: a flood is faster than one a second.</summary>
    private const long VariantTime = 1_000_000_000;

    /// <summary>How far the first segment seen may lie beyond the window the handshake granted, because those between were lost.</summary>
    private const int Reach = 1 << 16;

    /// <summary>The same where the peer, and so its window, was not captured.</summary>
    private const int BlindReach = 1 << 24;

    /// <returns>Whether the segment's payload belongs to the stream.</returns>
    public bool OnSyn(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        if (own.Is(TcpSideFlags.SynSeen))
            return OnAnotherSyn(ref flow, side, packet);
        if (own.State == TcpSideState.Partial)
            report.Add(ref flow, FindingName.TcpSynInsideConnection, packet, TcpField.Flags, "SYN in a connection picked up midstream");
        else if (peer.State == TcpSideState.SynSent)
            report.Add(ref flow, FindingName.TcpHandshakeDirectionWrong, packet, TcpField.Flags, "both sides opened at once");

        // SYN and SYN/ACK captured in the wrong order: the SYN/ACK already named this number.
        var answered = peer.State is TcpSideState.SynAckSent or TcpSideState.Established
            && own.Is(TcpSideFlags.Sequenced) && own.Isn == packet.Tcp.Sequence;
        Open(ref own, packet);
        own.State = answered ? TcpSideState.Established : TcpSideState.SynSent;
        flow.Tcp.SynTime = packet.Time;
        if (answered)
            (peer.State, flow.Midstream) = (TcpSideState.Established, false);
        ReportSynData(ref flow, side, packet);
        return true;
    }

    /// <returns>Whether the segment is part of the connection.</returns>
    public bool OnSynAck(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        if (own.Is(TcpSideFlags.SynSeen))
            return OnAnotherSynAck(ref flow, side, packet);
        if (peer.State == TcpSideState.Inactive)
        {
            if (FlowStart.LooksLikeService(packet.DestinationPort, packet.SourcePort))
                report.Add(ref flow, FindingName.TcpHandshakeDirectionWrong, packet, TcpField.Flags, "SYN/ACK to a service's port, without a SYN");
            report.Add(ref flow, FindingName.TcpPacketWithoutSession, packet, TcpField.Flags,
                quality.Context("SYN/ACK without a SYN; of this sensor's flows {0} % are one-way, {1} % began before the capture"));
        }
        else if (!AnswersSyn(ref peer, packet.Tcp.Acknowledgment))
        {
            ReportWrong(ref flow, packet, TcpField.Acknowledgment, "SYN/ACK acknowledges {0}, the SYN asks for {1}", peer.Isn + 1);
            return false;
        }

        Open(ref own, packet);
        own.State = peer.State == TcpSideState.Inactive ? TcpSideState.SynAckSent : TcpSideState.Established;
        if (peer.State == TcpSideState.SynSent)
            peer.State = TcpSideState.Established;
        flow.Tcp.SynAckTime = packet.Time;
        if (peer.Is(TcpSideFlags.FastOpen | TcpSideFlags.SynData) && packet.Tcp.Acknowledgment == peer.Isn + 1)
            report.Add(ref flow, FindingName.TcpDataBeforeEstablished, packet, TcpField.Acknowledgment, "Fast Open data was not taken");
        return true;
    }

    /// <summary>Checks the first segments without SYN; false when the segment cannot belong to the connection.</summary>
    public bool OnSegment(ref FlowState flow, Side side, scoped in Packet packet)
    {
        if (flow.Tcp.Has(TcpConnectionFlags.Confirmed))
            return true;
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        if (packet.PayloadWireLength > 0)
            ReportEarlyData(ref flow, side, packet);
        if (own.Is(TcpSideFlags.SynSeen) && !IsSoundStart(ref flow, side, packet))
            return false;
        if (own.State == TcpSideState.Inactive)
            Adopt(ref flow, side, packet);
        if (own.State == TcpSideState.Established && side == Side.Forward && packet.Tcp.Has(TcpFlags.Ack) && !packet.Tcp.Has(TcpFlags.Fin))
            Confirm(ref flow, packet);
        else if (own.State == TcpSideState.Partial && peer.State == TcpSideState.Partial)
            flow.Tcp.Flags |= TcpConnectionFlags.Confirmed;
        return true;
    }

    private bool OnAnotherSyn(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        var same = packet.Tcp.Sequence == own.Isn;
        Counter.Add(ref own.Syns);
        if (own.State == TcpSideState.SynSent)
            return OnSynRetry(ref flow, side, packet, same);
        if (own.State == TcpSideState.Reset && same && !peer.Is(TcpSideFlags.SynSeen))
        {
            own.State = TcpSideState.SynSent; // reset a half-open rest of an earlier connection, and tries again (RFC 9293 s3.5.1)
            return false;
        }

        if (own.State is TcpSideState.Closed or TcpSideState.Reset && same)
            report.Add(ref flow, FindingName.TcpDataAfterClose, packet, TcpField.Flags, "SYN again after its side has closed");
        else if (side == Side.Backward)
            report.Add(ref flow, FindingName.TcpHandshakeDirectionWrong, packet, TcpField.Flags, "SYN from the side that answered");
        else if (!same)
            OnForeignSyn(ref flow, side, packet);
        else if (peer.Is(TcpSideFlags.Spoke))
            report.Add(ref flow, FindingName.TcpSynInsideConnection, packet, TcpField.Flags, "SYN again in an established connection");
        return false;
    }

    private bool OnSynRetry(ref FlowState flow, Side side, scoped in Packet packet, bool same)
    {
        ref var own = ref flow.Tcp.Of(side);
        if (same)
        {
            Counter.Add(ref own.Retransmissions);
            CountStamped(ref flow, ref own, packet, FloodVariants);
            return false;
        }

        // Nobody has answered: a client that starts over from the same port. Its latest number counts.
        CountVariant(ref flow, ref own, packet, FloodVariants);
        own.Isn = own.Acked = packet.Tcp.Sequence;
        own.Delivered = own.Isn + 1;
        own.Next = own.Isn + 1 + (uint)packet.PayloadWireLength;
        flow.Tcp.SynTime = packet.Time;
        return false;
    }

    private void OnForeignSyn(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        report.Add(ref flow, FindingName.TcpSynInsideConnection, packet, TcpField.Sequence,
            new("SYN with sequence number {0} inside the connection that began at {1}", packet.Tcp.Sequence, own.Isn));
        CountVariant(ref flow, ref own, packet, FloodVariants);
        flow.Tcp.ReuseIsn = packet.Tcp.Sequence;
        flow.Tcp.Flags |= TcpConnectionFlags.ReusePending;
    }

    private bool OnAnotherSynAck(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        if (own.State == TcpSideState.SynSent && peer.State == TcpSideState.SynSent)
            return OnCrossedSynAck(ref flow, side, packet);
        Counter.Add(ref own.Syns);
        if (side == Side.Forward)
            report.Add(ref flow, FindingName.TcpHandshakeDirectionWrong, packet, TcpField.Flags, "SYN/ACK from the side that opened");
        else if (own.State is TcpSideState.Closed or TcpSideState.Reset)
            report.Add(ref flow, FindingName.TcpDataAfterClose, packet, TcpField.Flags, "SYN/ACK after its side has closed");
        else if (packet.Tcp.Sequence != own.Isn)
        {
            report.Add(ref flow, FindingName.TcpSynInsideConnection, packet, TcpField.Sequence,
                new("SYN/ACK with sequence number {0}, the first had {1}", packet.Tcp.Sequence, own.Isn));
            CountVariant(ref flow, ref own, packet, FloodAnswers);
        }
        else if (!AnswersSyn(ref peer, packet.Tcp.Acknowledgment))
            ReportWrong(ref flow, packet, TcpField.Acknowledgment, "SYN/ACK repeated with acknowledgement {0} instead of {1}", peer.Isn + 1);
        else if (own.Is(TcpSideFlags.Spoke))
            report.Add(ref flow, FindingName.TcpSynInsideConnection, packet, TcpField.Flags, "SYN/ACK again in an established connection");
        else
        {
            Counter.Add(ref own.Retransmissions);
            CountStamped(ref flow, ref own, packet, 2 * FloodVariants);
        }

        return false;
    }

    // Simultaneous open (RFC 9293 s3.5, figure 8): each side answers the other's SYN with its own number.
    private bool OnCrossedSynAck(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        if (packet.Tcp.Sequence != own.Isn)
        {
            ReportWrong(ref flow, packet, TcpField.Sequence, "SYN/ACK has sequence number {0}, its SYN had {1}", own.Isn);
            return false;
        }

        if (!AnswersSyn(ref peer, packet.Tcp.Acknowledgment))
        {
            ReportWrong(ref flow, packet, TcpField.Acknowledgment, "SYN/ACK acknowledges {0}, the SYN asks for {1}", peer.Isn + 1);
            return false;
        }

        own.State = peer.State = TcpSideState.Established;
        return true;
    }

    /// <summary>The side's first segment after its SYN must follow that SYN, and acknowledge what the peer's SYN asks for.</summary>
    private bool IsSoundStart(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        if (own.Is(TcpSideFlags.Spoke) || own.SynVariants > 0 || !packet.Tcp.Has(TcpFlags.Ack))
            return true;
        // Captures of control segments only show a FIN next, however much was sent before it.
        if (packet.Tcp.Has(TcpFlags.Fin))
            return true;
        var ahead = Sequence.Delta(packet.Tcp.Sequence, own.Isn);
        var limit = own.Is(TcpSideFlags.EdgeKnown) ? Sequence.Delta(own.Edge, own.Isn) + Reach : BlindReach;
        if (ahead < 0 || ahead > limit)
        {
            ReportWrong(ref flow, packet, TcpField.Sequence, "first segment after the handshake has sequence number {0}, expected {1}", own.Isn + 1);
            return false;
        }

        if (!peer.Is(TcpSideFlags.SynSeen) || peer.SynVariants > 0)
            return true;
        var acknowledged = Sequence.Delta(packet.Tcp.Acknowledgment, peer.Isn);
        if (acknowledged is > 0 and <= 2 * Reach)
            return true;
        ReportWrong(ref flow, packet, TcpField.Acknowledgment, "first segment after the handshake acknowledges {0}, expected {1}", peer.Isn + 1);
        return false;
    }

    private void ReportWrong(ref FlowState flow, scoped in Packet packet, TcpField field, string text, uint expected)
    {
        // Stragglers of an earlier connection, or answers to an earlier SYN of a client that starts over, are ordinary.
        if (flow.Tcp.Has(TcpConnectionFlags.Reused | TcpConnectionFlags.ReusePending)
            || flow.Tcp.Forward.SynVariants + flow.Tcp.Backward.SynVariants > 0)
            return;
        var found = field == TcpField.Sequence ? packet.Tcp.Sequence : packet.Tcp.Acknowledgment;
        report.Add(ref flow, FindingName.TcpHandshakeSeqAckWrong, packet, field, new(text, found, expected));
    }

    private void ReportSynData(ref FlowState flow, Side side, scoped in Packet packet)
    {
        if (packet.PayloadWireLength == 0)
            return;
        ref var own = ref flow.Tcp.Of(side);
        own.Flags |= TcpSideFlags.SynData;
        if (!packet.Tcp.HasFastOpen)
        {
            report.Add(ref flow, FindingName.TcpDataBeforeEstablished, packet, TcpField.Payload,
                new("{0} bytes on a SYN without Fast Open", packet.PayloadWireLength));
        }
    }

    // A capture of one side only also shows data after a lone SYN, but that data acknowledges the SYN/ACK nobody saw.
    private void ReportEarlyData(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        var blind = !packet.Tcp.Has(TcpFlags.Ack) || packet.Tcp.Acknowledgment == 0;
        if (own.State == TcpSideState.SynSent && blind)
            report.Add(ref flow, FindingName.TcpDataBeforeEstablished, packet, TcpField.Payload, "data before the SYN was answered");
        else if (own.State == TcpSideState.Inactive && peer.State == TcpSideState.SynSent && blind)
            report.Add(ref flow, FindingName.TcpDataBeforeEstablished, packet, TcpField.Payload, "data in place of a SYN/ACK");
        else if (side == Side.Backward && own.State == TcpSideState.Established && flow.Tcp.HandshakeSeen && !peer.Is(TcpSideFlags.FastOpen)
            && !peer.Is(TcpSideFlags.Spoke))
            report.Add(ref flow, FindingName.TcpDataBeforeEstablished, packet, TcpField.Payload, "data before the SYN/ACK was acknowledged");
    }

    private void CountVariant(ref FlowState flow, ref TcpSide own, scoped in Packet packet, int limit)
    {
        if (own.SynVariants > 0 && own.LastVariant == packet.Tcp.Sequence)
            return; // the same one again
        own.LastVariant = packet.Tcp.Sequence;
        Counter.Add(ref own.SynVariants);
        if (own.SynVariants >= limit && packet.Time - flow.Start < own.SynVariants * VariantTime)
        {
            report.Add(ref flow, FindingName.TcpSynFloodWithinSession, packet, TcpField.Sequence,
                new("{0} SYNs with different sequence numbers between the same ports", own.SynVariants + 1));
        }
    }

    /// <summary>
    /// The same SYN with ever new timestamps: retries come at growing intervals, at most seven in ten seconds on any stack;
    /// copies made by the capture repeat the timestamp.
    /// </summary>
    private void CountStamped(ref FlowState flow, ref TcpSide own, scoped in Packet packet, int limit)
    {
        if (!packet.Tcp.HasTimestamps || packet.Tcp.TimestampValue == own.Timestamp || packet.Time - flow.Start > FloodTime)
            return;
        own.Timestamp = packet.Tcp.TimestampValue;
        Counter.Add(ref own.SynStamps);
        if (own.SynStamps >= limit)
        {
            report.Add(ref flow, FindingName.TcpSynFloodWithinSession, packet, TcpField.Flags,
                new("{0} SYNs with different timestamps within {1} s", own.SynStamps + 1, FloodTime / 1_000_000_000));
        }
    }

    /// <summary>A side seen without its SYN.</summary>
    private static void Adopt(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        if (peer.State == TcpSideState.SynSent && packet.PayloadWireLength == 0)
            return; // some stacks acknowledge a SYN before they answer it; a challenge ACK (RFC 5961) looks the same
        own.State = peer.State is TcpSideState.Established or TcpSideState.SynAckSent ? TcpSideState.Established : TcpSideState.Partial;
        if (own.State == TcpSideState.Established)
            peer.State = TcpSideState.Established;
    }

    private static void Confirm(ref FlowState flow, scoped in Packet packet)
    {
        flow.Tcp.Flags |= TcpConnectionFlags.Confirmed;
        if (flow.Tcp.HandshakeSeen && flow.Tcp.SynTime != 0)
            flow.Tcp.HandshakeRtt = Math.Max(0, packet.Time - flow.Tcp.SynTime);
    }

    private static void Open(ref TcpSide own, scoped in Packet packet)
    {
        var segment = packet.Tcp;
        own.Isn = segment.Sequence;
        own.Next = own.Isn + 1 + (uint)packet.PayloadWireLength;
        own.Acked = own.Isn;
        own.Delivered = own.Isn + 1;
        own.Scale = segment.WindowScale;
        own.Syns = 1;
        own.Flags |= TcpSideFlags.Sequenced | TcpSideFlags.SynSeen | TcpSideFlags.Streaming;
        if (segment.HasFastOpen)
            own.Flags |= TcpSideFlags.FastOpen;
        own.Timestamp = segment.TimestampValue;
        own.Flags |= segment.HasTimestamps ? TcpSideFlags.TimestampKnown : TcpSideFlags.Untimed;
    }

    // With Fast Open, or data on the SYN, an answer may take the data or leave it (RFC 7413 s3).
    private static bool AnswersSyn(ref TcpSide peer, uint acknowledgment) =>
        !peer.Is(TcpSideFlags.SynSeen)
        || (Sequence.After(acknowledgment, peer.Isn) && !Sequence.After(acknowledgment, peer.Next));
}
