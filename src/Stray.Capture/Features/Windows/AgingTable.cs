namespace Stray.Capture.Features.Windows;

/// <summary>
/// Windows by key in at most <paramref name="capacity"/> slots. A full table gives the slot that was used longest ago to the
/// newcomer and counts it in <see cref="Evicted"/>, so that spoofed sources cost memory only up to the bound.
/// </summary>
internal sealed class AgingTable<TWindow>(int capacity)
    where TWindow : struct, IWindow
{
    private readonly Dictionary<ulong, int> _slots = [];
    private Slot[] _items = new Slot[Math.Min(capacity, 64)];
    private int _count;
    private int _newest = -1;
    private int _oldest = -1;

    public int Count => _count;

    public long Evicted { get; private set; }

    /// <summary>The key's window, an empty one if it is new; becomes the most recently used. Valid until the next call.</summary>
    public ref TWindow Use(ulong key)
    {
        if (_slots.TryGetValue(key, out var slot))
        {
            Unlink(slot);
        }
        else
        {
            slot = _count < capacity ? Append() : Reuse();
            _items[slot].Key = key;
            _slots.Add(key, slot);
        }

        Link(slot);
        return ref _items[slot].Window;
    }

    public ref TWindow At(int slot) => ref _items[slot].Window;

    private int Append()
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, Math.Min(capacity, _items.Length * 2));
        }

        return _count++;
    }

    private int Reuse()
    {
        var slot = _oldest;
        Unlink(slot);
        _slots.Remove(_items[slot].Key);
        _items[slot].Window.Clear();
        Evicted++;
        return slot;
    }

    private void Link(int slot)
    {
        ref var item = ref _items[slot];
        item.Older = _newest;
        item.Newer = -1;
        if (_newest >= 0)
        {
            _items[_newest].Newer = slot;
        }
        else
        {
            _oldest = slot;
        }

        _newest = slot;
    }

    private void Unlink(int slot)
    {
        ref readonly var item = ref _items[slot];
        if (item.Newer >= 0)
        {
            _items[item.Newer].Older = item.Older;
        }
        else
        {
            _newest = item.Older;
        }

        if (item.Older >= 0)
        {
            _items[item.Older].Newer = item.Newer;
        }
        else
        {
            _oldest = item.Newer;
        }
    }

    private struct Slot
    {
        public ulong Key;
        public int Newer;
        public int Older;
        public TWindow Window;
    }
}
