using System.Numerics;
using System.Runtime.InteropServices;

namespace Stray.Capture.Features.Windows;

/// <summary>
/// How many different keys were seen in a sliding window of event time, for any window up to the horizon. Keeps (key hash,
/// last seen). Exact up to the limit; beyond it keeps a sample of the keys, halved each time it fills (Wegman's adaptive
/// sampling, Flajolet 1990): relative error about 1.2/√limit, without an upper end. Disorder is tolerated: a key seen later
/// than the asked time counts as seen.
/// </summary>
internal struct DistinctWindow
{
    private const int RelaxEvery = 60;

    private int[]? _entries; // key hashes in the first half, last seen seconds in the second
    private int _count;
    private int _relaxed;
    private byte _level;

    /// <summary>Keys kept: the memory taken, 8 bytes each.</summary>
    public readonly int Kept => _count;

    /// <param name="hash">Well-mixed hash of the key: its low bits decide about the sample.</param>
    public void Add(ulong hash, int second, DistinctBound bound)
    {
        if (_level > 0 && second - (long)_relaxed >= RelaxEvery)
        {
            Relax(second, bound);
        }

        var key = (int)hash;
        if (!Sampled(key))
        {
            return;
        }

        var known = Hashes.IndexOf(key);
        if (known >= 0)
        {
            ref var seen = ref Seconds[known];
            seen = Math.Max(seen, second);
            return;
        }

        Insert(key, second, bound);
    }

    /// <summary>Keys seen in the last <paramref name="span"/> seconds up to <paramref name="second"/>; at least 1, the asker's own.</summary>
    public readonly int Count(int second, int span) =>
        Math.Max(1, (int)Math.Min(int.MaxValue, (long)CountAbove(Seconds, second - span) << _level));

    public void Clear()
    {
        _count = 0;
        _level = 0;
    }

    private readonly Span<int> Hashes => _entries.AsSpan(0, _count);

    private readonly Span<int> Seconds => _entries is null ? default : _entries.AsSpan(_entries.Length / 2, _count);

    private static int CountAbove(ReadOnlySpan<int> values, int limit)
    {
        var vectors = MemoryMarshal.Cast<int, Vector<int>>(values);
        var above = Vector<int>.Zero;
        foreach (ref readonly var vector in vectors)
        {
            above -= Vector.GreaterThan(vector, new Vector<int>(limit)); // true is -1
        }

        var count = Vector.Sum(above);
        foreach (var value in values[(vectors.Length * Vector<int>.Count)..])
        {
            count += value > limit ? 1 : 0;
        }

        return count;
    }

    private void Insert(int key, int second, DistinctBound bound)
    {
        if (_count == bound.Limit)
        {
            Forget(second - bound.Horizon);
            while (_count == bound.Limit && _level < 31)
            {
                _level++;
                _relaxed = second;
                Forget(int.MinValue);
            }

            if (_count == bound.Limit || !Sampled(key))
            {
                return;
            }
        }

        Reserve(bound.Limit);
        _count++;
        (Hashes[^1], Seconds[^1]) = (key, second);
    }

    /// <summary>Goes back towards exact counting once the crowd that forced sampling has aged out.</summary>
    private void Relax(int second, DistinctBound bound)
    {
        _relaxed = second;
        Forget(second - bound.Horizon);
        if (_count <= bound.Limit / 8)
        {
            _level = _count == 0 ? (byte)0 : (byte)(_level - 1);
        }
    }

    private void Forget(int upTo)
    {
        var hashes = Hashes;
        var seconds = Seconds;
        var kept = 0;
        for (var i = 0; i < hashes.Length; i++)
        {
            if (seconds[i] > upTo && Sampled(hashes[i]))
            {
                (hashes[kept], seconds[kept]) = (hashes[i], seconds[i]);
                kept++;
            }
        }

        _count = kept;
    }

    private void Reserve(int limit)
    {
        var room = (_entries?.Length ?? 0) / 2;
        if (_count < room)
        {
            return;
        }

        var grown = new int[2 * Math.Min(limit, Math.Max(4, room * 2))];
        Hashes.CopyTo(grown);
        Seconds.CopyTo(grown.AsSpan(grown.Length / 2));
        _entries = grown;
    }

    private readonly bool Sampled(int key) => (key & ((1 << _level) - 1)) == 0;
}
