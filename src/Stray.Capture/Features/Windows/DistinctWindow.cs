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

    private ulong[]? _entries; // hash << 32 | last seen second
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

        var key = (uint)hash;
        if (!Sampled(key))
        {
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            if ((uint)(_entries![i] >> 32) == key)
            {
                _entries[i] = Pack(key, Math.Max(second, (int)_entries[i]));
                return;
            }
        }

        Insert(key, second, bound);
    }

    /// <summary>Keys seen in the last <paramref name="span"/> seconds up to <paramref name="second"/>; at least 1, the asker's own.</summary>
    public readonly int Count(int second, int span)
    {
        var since = second - span;
        var seen = 0;
        for (var i = 0; i < _count; i++)
        {
            seen += (int)_entries![i] > since ? 1 : 0;
        }

        return Math.Max(1, (int)Math.Min(int.MaxValue, (long)seen << _level));
    }

    public void Clear()
    {
        _count = 0;
        _level = 0;
    }

    private void Insert(uint key, int second, DistinctBound bound)
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
        _entries![_count++] = Pack(key, second);
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
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if ((int)_entries![i] > upTo && Sampled((uint)(_entries[i] >> 32)))
            {
                _entries[kept++] = _entries[i];
            }
        }

        _count = kept;
    }

    private void Reserve(int limit)
    {
        if (_entries is null)
        {
            _entries = new ulong[Math.Min(4, limit)];
        }
        else if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Min(limit, _count * 2));
        }
    }

    private readonly bool Sampled(uint key) => (key & ((1u << _level) - 1)) == 0;

    private static ulong Pack(uint key, int second) => ((ulong)key << 32) | (uint)second;
}
