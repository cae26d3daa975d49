namespace Stray.Capture.Inspection.Dns;

/// <summary>A set of 32-bit hashes that starts small (most flows ask one name) and stops growing at <see cref="Maximum"/>.</summary>
internal sealed class DistinctHashes
{
    public const int Maximum = 192;
    private const int SmallSlots = 8;
    private const int LargeSlots = 256;

    private uint[] _slots = [];

    public int Count { get; private set; }

    /// <summary>True when the hash is new; false also when the set is full.</summary>
    public bool Add(uint hash)
    {
        hash = hash == 0 ? 1 : hash; // 0 marks a free slot
        if (Count >= _slots.Length * 3 / 4 && !Grow())
        {
            return false;
        }

        var slot = SlotOf(hash);
        if (_slots[slot] == hash)
        {
            return false;
        }

        _slots[slot] = hash;
        Count++;
        return true;
    }

    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    private int SlotOf(uint hash)
    {
        var slot = (int)hash & (_slots.Length - 1);
        while (_slots[slot] != 0 && _slots[slot] != hash)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return slot;
    }

    private bool Grow()
    {
        if (_slots.Length == LargeSlots)
        {
            return false;
        }

        var old = _slots;
        _slots = new uint[old.Length == 0 ? SmallSlots : LargeSlots];
        foreach (var hash in old)
        {
            if (hash != 0)
            {
                _slots[SlotOf(hash)] = hash;
            }
        }

        return true;
    }
}
