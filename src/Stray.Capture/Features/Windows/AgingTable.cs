namespace Stray.Capture.Features.Windows;

/// <summary>
/// Windows by key in at most <paramref name="capacity"/> slots. A full table gives the next slot that was not used again
/// since the hand last passed (the CLOCK algorithm, Corbató 1968) to the newcomer and counts it in <see cref="Evicted"/>:
/// spoofed sources that come once push out each other, not the hosts that come back. CLOCK and not a list in order of use,
/// because relinking a list costs three cache misses a look-up.
/// </summary>
internal sealed class AgingTable<TWindow>(int capacity)
    where TWindow : struct, IWindow
{
    private const int SmallestIndex = 64;

    private int[] _index = new int[SmallestIndex]; // slot + 1, linear probing; keys are well mixed already
    private Slot[] _slots = new Slot[Math.Min(capacity, SmallestIndex / 2)];
    private int _count;
    private int _hand;

    public int Count => _count;

    public long Evicted { get; private set; }

    /// <summary>The key's window, an empty one if it is new. Valid until the next call.</summary>
    public ref TWindow Use(ulong key)
    {
        var place = Place(key);
        var slot = _index[place] - 1;
        if (slot < 0)
        {
            return ref Add(key, place);
        }

        _slots[slot].Used = true;
        return ref _slots[slot].Window;
    }

    /// <summary>Begins to load the key's place in the index: the misses of several tables then overlap.</summary>
    public void ExpectPlace(ulong key) => Prefetch.Of(ref _index[(int)key & (_index.Length - 1)]);

    /// <summary>Begins to load the key's window, as far as its first place tells; after <see cref="ExpectPlace"/>.</summary>
    public void ExpectWindow(ulong key)
    {
        var slot = _index[(int)key & (_index.Length - 1)] - 1;
        if (slot >= 0)
        {
            Prefetch.Of(ref _slots[slot]);
        }
    }

    public ref TWindow At(int slot) => ref _slots[slot].Window;

    /// <summary>Where the key stands in the index, or the empty place where it would.</summary>
    private int Place(ulong key)
    {
        var mask = _index.Length - 1;
        var place = (int)key & mask;
        while (_index[place] != 0 && _slots[_index[place] - 1].Key != key)
        {
            place = (place + 1) & mask;
        }

        return place;
    }

    private ref TWindow Add(ulong key, int place)
    {
        int slot;
        if (_count < capacity)
        {
            slot = _count++;
            if (Grow())
            {
                place = Place(key);
            }
        }
        else
        {
            slot = Evict();
            place = Place(key); // the eviction may have moved what stood before it
        }

        _slots[slot].Key = key;
        _slots[slot].Used = false;
        _index[place] = slot + 1;
        return ref _slots[slot].Window;
    }

    private bool Grow()
    {
        if (_count > _slots.Length)
        {
            Array.Resize(ref _slots, Math.Min(capacity, _slots.Length * 2));
        }

        if (_count * 2 <= _index.Length)
        {
            return false;
        }

        _index = new int[_index.Length * 2];
        for (var slot = 0; slot < _count - 1; slot++)
        {
            _index[Place(_slots[slot].Key)] = slot + 1;
        }

        return true;
    }

    private int Evict()
    {
        while (_slots[_hand].Used)
        {
            _slots[_hand].Used = false;
            _hand = (_hand + 1) % capacity;
        }

        var slot = _hand;
        _hand = (_hand + 1) % capacity;
        Remove(Place(_slots[slot].Key));
        _slots[slot].Window.Clear();
        Evicted++;
        return slot;
    }

    /// <summary>Empties a place and closes the gap, so that no probe ends too early (Knuth 6.4, algorithm R).</summary>
    private void Remove(int gap)
    {
        var mask = _index.Length - 1;
        for (var next = (gap + 1) & mask; _index[next] != 0; next = (next + 1) & mask)
        {
            var home = (int)_slots[_index[next] - 1].Key & mask;
            if (((next - home) & mask) >= ((next - gap) & mask))
            {
                _index[gap] = _index[next];
                gap = next;
            }
        }

        _index[gap] = 0;
    }

    private struct Slot
    {
        public ulong Key;
        public bool Used;
        public TWindow Window;
    }
}
