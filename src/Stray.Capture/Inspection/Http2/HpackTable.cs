namespace Stray.Capture.Inspection.Http2;

/// <summary>
/// The dynamic table (RFC 7541 s2.3.2) as far as bounds and meanings need it: per entry its size and which name it is.
/// Bounded by <see cref="MostEntries"/>; a table beyond it is given up, for then indices can no longer be followed.
/// </summary>
internal sealed class HpackTable
{
    private const int Overhead = 32;
    private const int MostEntries = 2048;
    private const int DefaultSize = 4096;

    private Entry[] _entries = [];
    private int _newest;
    private long _size;
    private long _limit = DefaultSize;

    public int Count { get; private set; }

    /// <summary>What the peer allows in its SETTINGS_HEADER_TABLE_SIZE; the default until it says otherwise.</summary>
    public long Allowed { get; set; } = DefaultSize;

    /// <summary>More entries than are followed: indices mean nothing any more.</summary>
    public bool IsLost { get; private set; }

    public void Reset()
    {
        Count = 0;
        _size = 0;
        Allowed = _limit = DefaultSize;
        IsLost = false;
    }

    /// <summary>Dynamic table size update (s6.3); false when it exceeds what is allowed.</summary>
    public bool TryResize(long limit)
    {
        _limit = Math.Min(limit, Allowed);
        Evict(0);
        return limit <= Allowed;
    }

    public void Add(HpackName name, int nameLength, int valueLength)
    {
        var size = nameLength + valueLength + Overhead;
        Evict(size);
        if (size > _limit)
        {
            return; // s4.4: an entry larger than the table empties it
        }

        if (Count == _entries.Length && !Grow())
        {
            IsLost = true;
            return;
        }

        _newest = (_newest + 1) % _entries.Length;
        _entries[_newest] = new Entry(name, nameLength, size);
        _size += size;
        Count++;
    }

    /// <param name="index">0 is the newest.</param>
    public (HpackName Name, int Length) At(int index)
    {
        var entry = _entries[(_newest - index + _entries.Length) % _entries.Length];
        return (entry.Name, entry.NameLength);
    }

    private void Evict(long room)
    {
        while (Count > 0 && _size + room > _limit)
        {
            _size -= _entries[(_newest - Count + 1 + _entries.Length) % _entries.Length].Size;
            Count--;
        }
    }

    private bool Grow()
    {
        if (_entries.Length == MostEntries)
        {
            return false;
        }

        var grown = new Entry[Math.Max(16, _entries.Length * 2)];
        for (var i = 0; i < Count; i++)
        {
            grown[Count - 1 - i] = _entries[(_newest - i + _entries.Length) % _entries.Length];
        }

        _entries = grown;
        _newest = Math.Max(Count - 1, 0);
        _newest = Count == 0 ? grown.Length - 1 : _newest;
        return true;
    }

    private readonly record struct Entry(HpackName Name, int NameLength, int Size);
}
