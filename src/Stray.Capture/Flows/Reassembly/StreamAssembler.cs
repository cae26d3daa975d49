using Stray.Capture.Decoding;
using Stray.Capture.Flows.Tcp;
using Stray.Capture.Inspection;
using Stray.Contracts.Findings;

namespace Stray.Capture.Flows.Reassembly;

/// <summary>
/// Hands each side's bytes to inspection in order and once. A segment in order goes straight on without a copy; what comes
/// early waits in pooled blocks. Where segments overlap the bytes that arrived first win, as in most stacks, and bytes that
/// differ are a finding. A hole is given up when the peer has acknowledged it (it got there, only we missed it), when the
/// waiting bytes reach their bound, or at the end of the flow.
/// </summary>
internal sealed class StreamAssembler(
    StreamConsumer consumer, TcpReport report, SegmentPool pool, RetainedStreams retained, int pendingLimit)
{
    /// <summary>Bytes so far ahead that no window explains them; a capture that lost that much goes on behind the hole.</summary>
    private const int Reach = 1 << 24;

    /// <summary>Out-of-order blocks that found no room.</summary>
    public long Overflowed { get; private set; }

    public void Accept(ref FlowState flow, Side side, scoped in Packet packet, uint sequence)
    {
        ref var own = ref flow.Tcp.Of(side);
        if (flow.Tcp.Has(TcpConnectionFlags.StreamIgnored))
        {
            Skip(ref own, sequence, packet.PayloadWireLength);
            return;
        }

        if (sequence != own.Delivered || own.Pending != 0)
            AcceptUnordered(ref flow, side, packet, sequence);
        else
            Deliver(ref flow, side, packet, 0, packet.PayloadWireLength);
        if (!consumer.Wants(flow, Side.Forward) && !consumer.Wants(flow, Side.Backward))
            Ignore(ref flow);
    }

    /// <summary>Nothing more comes: what waits is handed out, with the holes before it as gaps.</summary>
    public void Finish(ref FlowState flow)
    {
        var lost = flow.Tcp.Has(TcpConnectionFlags.StreamIgnored) ? 0 : flow.Tcp.Forward.LostBytes + flow.Tcp.Backward.LostBytes;
        Flush(ref flow, Side.Forward);
        Flush(ref flow, Side.Backward);
        lost = flow.Tcp.Forward.LostBytes + flow.Tcp.Backward.LostBytes - lost;
        if (lost > 0)
            report.AddAtEnd(ref flow, FindingName.TcpSequenceGap, new("{0} bytes of the stream were not seen", lost));

        Release(ref flow.Tcp.Forward);
        Release(ref flow.Tcp.Backward);
    }

    private void AcceptUnordered(ref FlowState flow, Side side, scoped in Packet packet, uint sequence)
    {
        ref var own = ref flow.Tcp.Of(side);
        var lost = own.LostBytes;
        Compare(ref flow, side, packet, sequence);
        GiveUpAcknowledged(ref flow, side, sequence);
        var length = packet.PayloadWireLength;
        if (Sequence.Delta(sequence, own.Delivered) > Reach)
            GiveUpOldest(ref flow, side, sequence);
        var done = Math.Max(0, Sequence.Delta(own.Delivered, sequence));
        while (done < length)
        {
            var at = sequence + (uint)done;
            if (at == own.Delivered)
                DeliverUpToPending(ref flow, side, packet, done);
            else
                done += Hold(ref flow, side, packet, at, done);
            done = Math.Max(done, Sequence.Delta(own.Delivered, sequence));
        }

        if (own.LostBytes != lost)
        {
            report.Add(ref flow, FindingName.TcpSequenceGap, packet, TcpField.Sequence,
                new("{0} bytes before this segment were not seen", own.LostBytes - lost));
        }
    }

    // In order: as far as the next waiting block, then that block, since it arrived first.
    private void DeliverUpToPending(ref FlowState flow, Side side, scoped in Packet packet, int done)
    {
        ref var own = ref flow.Tcp.Of(side);
        var room = packet.PayloadWireLength - done;
        if (own.Pending != 0)
            room = Math.Min(room, Sequence.Delta(pool[own.Pending].Sequence, own.Delivered));
        Deliver(ref flow, side, packet, done, room);
        DrainReady(ref flow, side);
    }

    /// <summary>
    /// Keeps the bytes from <paramref name="done"/> up to the next waiting block, at most one block's worth, and returns how
    /// many of the segment's bytes that settles; 0 when a hole was given up for want of room.
    /// </summary>
    private int Hold(ref FlowState flow, Side side, scoped in Packet packet, uint at, int done)
    {
        ref var own = ref flow.Tcp.Of(side);
        var before = 0;
        var after = own.Pending;
        while (after != 0 && !Sequence.After(pool[after].End, at))
            (before, after) = (after, pool[after].Next);
        var rest = packet.PayloadWireLength - done;
        var free = after == 0 ? rest : Math.Min(rest, Sequence.Delta(pool[after].Sequence, at));
        if (free <= 0)
            return Sequence.Delta(pool[after].End, at); // those bytes arrived before

        // What the snaplen cut takes no room: one block stands for all of it.
        var captured = Math.Clamp(packet.PayloadLength - done, 0, Math.Min(free, SegmentPool.BlockSize));
        var length = captured == 0 ? free : captured;
        var full = own.PendingBytes + SegmentPool.BlockSize > pendingLimit;
        var block = full ? 0 : pool.Take(captured == 0 ? default : packet.Bytes.Slice(packet.PayloadOffset + done, captured));
        if (block == 0)
        {
            Overflowed++;
            if (!Sequence.After(own.Acked, own.Isn + 1))
                report.Add(ref flow, FindingName.TcpAckUnseenData, packet, TcpField.Sequence, "data beyond a hole, and nothing is acknowledged");
            GiveUpOldest(ref flow, side, at);
            return 0;
        }

        Describe(ref pool[block], packet, at, length, done);
        pool[block].Next = after;
        if (before == 0)
            own.Pending = block;
        else
            pool[before].Next = block;
        own.PendingBytes += SegmentPool.BlockSize;
        return length;
    }

    private static void Describe(ref SegmentPool.Block block, scoped in Packet packet, uint at, int length, int done)
    {
        block.Sequence = at;
        block.WireLength = length;
        block.Frame = packet.Frame;
        block.Time = packet.Time;
        block.FrameOffset = packet.Reassembled ? -1 : packet.PayloadOffset + done;
    }

    /// <summary>Gives up the first hole: up to the first waiting block, or to <paramref name="at"/> if that comes first.</summary>
    private void GiveUpOldest(ref FlowState flow, Side side, uint at)
    {
        ref var own = ref flow.Tcp.Of(side);
        var to = own.Pending != 0 && Sequence.Before(pool[own.Pending].Sequence, at) ? pool[own.Pending].Sequence : at;
        SkipTo(ref flow, side, to);
        DrainReady(ref flow, side);
    }

    private void Deliver(ref FlowState flow, Side side, scoped in Packet packet, int done, int length)
    {
        var captured = Math.Clamp(packet.PayloadLength - done, 0, length);
        var bytes = captured == 0 ? default : packet.Bytes.Slice(packet.PayloadOffset + done, captured);
        Deliver(ref flow, side, new StreamChunk
        {
            Bytes = bytes,
            WireLength = length,
            Frame = packet.Frame,
            FrameOffset = packet.Reassembled ? -1 : packet.PayloadOffset + done,
            Time = packet.Time,
        });
    }

    private void Deliver(ref FlowState flow, Side side, scoped in StreamChunk chunk)
    {
        ref var own = ref flow.Tcp.Of(side);
        if (own.Retained == 0)
            own.Retained = retained.Take();
        if (own.Retained != 0)
            retained.Append(own.Retained, chunk.Bytes, own.Delivered);
        own.Delivered += (uint)chunk.WireLength;
        if (consumer.Wants(flow, side))
            consumer.OnStream(ref flow, side, chunk);
    }

    private void DrainReady(ref FlowState flow, Side side)
    {
        ref var own = ref flow.Tcp.Of(side);
        while (own.Pending != 0 && !Sequence.After(pool[own.Pending].Sequence, own.Delivered))
        {
            var head = own.Pending;
            var block = pool[head];
            Deliver(ref flow, side, new StreamChunk
            {
                Bytes = pool.Data(head),
                WireLength = block.WireLength,
                Frame = block.Frame,
                FrameOffset = block.FrameOffset,
                Time = block.Time,
            });
            own.Pending = pool.Give(head);
            own.PendingBytes -= SegmentPool.BlockSize;
        }
    }

    /// <summary>
    /// The peer's acknowledgement covers the hole and the segment now at hand does not fill it: it will not be filled.
    /// Only acknowledgements seen before this segment count, since a capture may swap neighbours.
    /// </summary>
    private void GiveUpAcknowledged(ref FlowState flow, Side side, uint sequence)
    {
        ref var own = ref flow.Tcp.Of(side);
        while (Sequence.After(own.Acked, own.Delivered) && Sequence.After(sequence, own.Delivered))
        {
            var to = own.Pending != 0 && Sequence.Before(pool[own.Pending].Sequence, sequence) ? pool[own.Pending].Sequence : sequence;
            SkipTo(ref flow, side, Sequence.After(to, own.Acked) ? own.Acked : to);
            DrainReady(ref flow, side);
        }
    }

    private void Flush(ref FlowState flow, Side side)
    {
        ref var own = ref flow.Tcp.Of(side);
        while (own.Pending != 0)
        {
            SkipTo(ref flow, side, pool[own.Pending].Sequence);
            DrainReady(ref flow, side);
        }

        // The FIN tells where the stream ends, and an acknowledgement how far it got at least.
        var end = own.Is(TcpSideFlags.FinSeen) ? own.FinSequence : own.Acked;
        if (own.Is(TcpSideFlags.Spoke) && own.State != TcpSideState.Reset && Sequence.After(end, own.Delivered))
            SkipTo(ref flow, side, end);
    }

    private void SkipTo(ref FlowState flow, Side side, uint sequence)
    {
        ref var own = ref flow.Tcp.Of(side);
        var missing = Sequence.Delta(sequence, own.Delivered);
        if (missing <= 0)
            return;
        own.Delivered = sequence;
        own.LostBytes += (uint)missing;
        own.Flags |= TcpSideFlags.Lossy;
        if (!flow.Tcp.Has(TcpConnectionFlags.StreamIgnored))
            consumer.OnGap(ref flow, side, missing);
    }

    // Nobody listens: only the holes are counted, and taken back when a late segment fills them.
    private static void Skip(ref TcpSide own, uint sequence, int length)
    {
        var end = sequence + (uint)length;
        var hole = Sequence.Delta(sequence, own.Delivered);
        if (hole > 0)
        {
            own.LostBytes += (uint)Math.Min(hole, Reach);
            own.Flags |= TcpSideFlags.Lossy;
        }
        else if (!Sequence.After(end, own.Delivered))
            own.LostBytes -= Math.Min(own.LostBytes, (uint)length);
        own.Delivered = Sequence.Max(own.Delivered, end);
    }

    private void Ignore(ref FlowState flow)
    {
        Flush(ref flow, Side.Forward);
        Flush(ref flow, Side.Backward);
        Release(ref flow.Tcp.Forward);
        Release(ref flow.Tcp.Backward);
        flow.Tcp.Flags |= TcpConnectionFlags.StreamIgnored;
    }

    private void Release(ref TcpSide side)
    {
        while (side.Pending != 0)
            side.Pending = pool.Give(side.Pending);
        side.PendingBytes = 0;
        if (side.Retained != 0)
            retained.Give(side.Retained);
        side.Retained = 0;
    }

    /// <summary>
    /// Bytes that were sent before must be the same again. A segment that was cut or whose checksum is bad proves nothing,
    /// and a single byte may be a keep-alive's or a window probe's.
    /// </summary>
    private void Compare(ref FlowState flow, Side side, scoped in Packet packet, uint sequence)
    {
        ref var own = ref flow.Tcp.Of(side);
        if (packet.PayloadLength != packet.PayloadWireLength || packet.PayloadLength < 2 || packet.ChecksumBad)
            return;
        var differs = -1;
        if (own.Retained != 0 && Sequence.Before(sequence, own.Delivered))
            differs = retained.FirstDifference(own.Retained, sequence, packet.Payload);
        for (var block = own.Pending; block != 0 && differs < 0; block = pool[block].Next)
            differs = FirstDifference(pool[block].Sequence, pool.Data(block), sequence, packet.Payload);
        if (differs >= 0)
        {
            report.Add(ref flow, FindingName.TcpOverlapDifferentData, packet, packet.PayloadOffset + differs, packet.PayloadLength - differs,
                new("byte {0} of the segment at {1} differs from what was sent there before", differs, sequence));
        }
    }

    private static int FirstDifference(uint heldAt, ReadOnlySpan<byte> held, uint sequence, ReadOnlySpan<byte> data)
    {
        var shift = Sequence.Delta(heldAt, sequence);
        var from = Math.Max(0, shift);
        var to = Math.Min(data.Length, (long)shift + held.Length);
        for (var i = from; i < to; i++)
        {
            if (held[i - shift] != data[i])
                return i;
        }

        return -1;
    }
}
