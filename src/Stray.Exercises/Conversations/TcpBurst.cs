using Stray.Exercises.Office;
using Stray.Exercises.Packets;

namespace Stray.Exercises.Conversations;

/// <summary>
/// Sends a payload one congestion window at a time (RFC 5681: ten segments at first, then growing), and lets the receiver
/// acknowledge every second segment. On a lossy path one segment of a burst is lost behind the switch and sent again.
/// </summary>
internal sealed class TcpBurst(TcpConversation tcp, Dice dice)
{
    // 24 segments are 35,040 bytes: below the window any of our stacks announces but the printer's, which gets 10.
    private const int Most = 24, MostWithoutScale = 10;

    private readonly (uint Start, uint End, uint Stamp, long Time)[] _sent = new (uint, uint, uint, long)[Most];
    private int _count;
    private int _window = 10;

    /// <summary>Sends what fits the window and returns what is left.</summary>
    public ReadOnlySpan<byte> Send(TcpEnd sender, TcpEnd receiver, ReadOnlySpan<byte> payload)
    {
        var limit = Math.Min(_window, receiver.Host.Stack.Scale == 0 ? MostWithoutScale : Most);
        var rest = SendSegments(sender, receiver, payload, limit);
        if (dice.Chance(Math.Min(0.9, _count * (sender.Host.Loss + receiver.Host.Loss))))
        {
            Repair(sender, receiver, payload);
        }
        else
        {
            AcknowledgeEverySecond(receiver);
        }

        if (!rest.IsEmpty)
        {
            // The next window opens when these acknowledgements have reached the sender.
            tcp.Now = Math.Max(receiver.LastSent, sender.LastSent) + sender.Host.React();
            _window = Math.Min(_window + _count, Most);
        }

        return rest;
    }

    private ReadOnlySpan<byte> SendSegments(TcpEnd sender, TcpEnd receiver, ReadOnlySpan<byte> payload, int limit)
    {
        var size = SegmentSize(sender, receiver);
        for (_count = 0; _count < limit && !payload.IsEmpty; _count++)
        {
            if (_count > 0)
            {
                tcp.Now += sender.Host.SegmentSpacing + dice.Below(9000);
            }

            var part = payload[..Math.Min(size, payload.Length)];
            payload = payload[part.Length..];
            var start = sender.Sequence;
            tcp.Emit(sender, tcp.Now, payload.IsEmpty || _count == limit - 1 ? TcpControl.Ack | TcpControl.Psh : TcpControl.Ack, part);
            _sent[_count] = (start, sender.Sequence, receiver.Recent, sender.LastSent);
        }

        return payload;
    }

    private static int SegmentSize(TcpEnd sender, TcpEnd receiver) =>
        StackProfile.MaximumSegment - (sender.Host.Stack.Timestamps && receiver.Host.Stack.Timestamps ? 12 : 0);

    private void AcknowledgeEverySecond(TcpEnd receiver)
    {
        // A segment still owed from before is acknowledged together with the first of these.
        var index = receiver.OwesAckSince >= 0 ? 0 : 1;
        var last = -1;
        for (; index < _count; index += 2)
        {
            Acknowledge(receiver, index, _sent[index].Time);
            last = index;
        }

        if (last != _count - 1)
        {
            receiver.Expected = _sent[_count - 1].End;
            receiver.Recent = _sent[_count - 1].Stamp;
            receiver.OwesAckSince = _sent[_count - 1].Time;
        }
    }

    private void Acknowledge(TcpEnd receiver, int index, long seen)
    {
        receiver.Expected = _sent[index].End;
        receiver.Recent = _sent[index].Stamp;
        tcp.Emit(receiver, seen + receiver.Host.RoundTrip + dice.Below(30_000), TcpControl.Ack, []);
    }

    /// <summary>
    /// One segment is lost: duplicate acknowledgements, retransmission, then one acknowledgement for all (RFC 5681 s3.2).
    /// With fewer than three duplicates, or when the last one is lost, only the retransmission timer helps (RFC 6298).
    /// </summary>
    private void Repair(TcpEnd sender, TcpEnd receiver, ReadOnlySpan<byte> payload)
    {
        var lost = dice.Below(_count);
        if (lost > 0)
        {
            Acknowledge(receiver, lost - 1, _sent[lost - 1].Time);
        }

        for (var i = lost + 1; i < _count; i++)
        {
            receiver.Selective = (_sent[lost + 1].Start, _sent[i].End);
            tcp.Emit(receiver, _sent[i].Time + receiver.Host.RoundTrip, TcpControl.Ack, []);
        }

        receiver.Selective = null;
        Retransmit(sender, receiver, lost, payload);
        tcp.Now = sender.LastSent;
        Acknowledge(receiver, _count - 1, tcp.Now);
    }

    private void Retransmit(TcpEnd sender, TcpEnd receiver, int lost, ReadOnlySpan<byte> payload)
    {
        var next = sender.Sequence;
        var offset = (int)(_sent[lost].Start - _sent[0].Start);
        var part = payload.Slice(offset, (int)(_sent[lost].End - _sent[lost].Start));
        var timeout = _count - lost > 3 ? sender.Host.React() : 210 * Nanos.Millisecond;
        sender.Sequence = _sent[lost].Start;
        tcp.Emit(sender, Math.Max(receiver.LastSent, sender.LastSent) + timeout, TcpControl.Ack | TcpControl.Psh, part);
        sender.Sequence = next;
        _sent[_count - 1].Stamp = receiver.Recent;
    }
}
