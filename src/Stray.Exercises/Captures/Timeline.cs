using System.Buffers;

namespace Stray.Exercises.Captures;

/// <summary>
/// Merges everything that happens in one stretch by time. Activities run in order and play whole conversations at once;
/// their frames wait here until no earlier one can come, so only what is under way is in memory.
/// </summary>
internal sealed class Timeline(long start, long end)
{
    private readonly PriorityQueue<Action<long>, TimeKey> _activities = new();
    private readonly PriorityQueue<(byte[] Bytes, int Length), TimeKey> _frames = new();
    private long _order;
    private long _now = long.MinValue;

    public long Start { get; } = start;

    public long End => end;

    /// <summary>Activities past the end of the stretch are not begun; conversations that have begun are finished.</summary>
    public void At(long time, Action<long> activity)
    {
        if (time < end)
        {
            _activities.Enqueue(activity, new TimeKey(Math.Max(time, _now), _order++));
        }
    }

    public void Add(long time, ReadOnlySpan<byte> frame)
    {
        if (time < _now)
        {
            throw new InvalidOperationException($"Frame at {time} precedes the activity that plays it ({_now}).");
        }

        var bytes = ArrayPool<byte>.Shared.Rent(frame.Length);
        frame.CopyTo(bytes);
        _frames.Enqueue((bytes, frame.Length), new TimeKey(time, _order++));
    }

    public void PlayInto(PcapWriter writer)
    {
        while (_activities.TryDequeue(out var activity, out var key))
        {
            _now = key.Time;
            WriteBefore(_now, writer);
            activity(_now);
        }

        WriteBefore(long.MaxValue, writer);
    }

    private void WriteBefore(long time, PcapWriter writer)
    {
        while (_frames.TryPeek(out var frame, out var key) && key.Time < time)
        {
            _frames.Dequeue();
            writer.Write(key.Time, frame.Bytes.AsSpan(0, frame.Length));
            ArrayPool<byte>.Shared.Return(frame.Bytes);
        }
    }
}
