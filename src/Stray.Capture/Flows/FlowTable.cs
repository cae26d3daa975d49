using System.Runtime.CompilerServices;

namespace Stray.Capture.Flows;

/// <summary>
/// Live flows in chunks of struct slots that never move, so that a <c>ref</c> stays valid; a chained hash over slot numbers;
/// one list per timeout class in order of last use. Slot 0 is unused: zeroed links mean "none".
/// </summary>
internal sealed class FlowTable
{
    private const int ChunkBits = 8;
    private const int ChunkSize = 1 << ChunkBits;
    private const int SmallestBuckets = 1024;

    /// <summary>2^29 ns, half a second.</summary>
    private const int TickBits = 29;

    private readonly FlowHash _hash;
    private readonly int[] _newest = new int[(int)TimeoutClass.Count];
    private readonly int[] _oldest = new int[(int)TimeoutClass.Count];
    private readonly int[] _sizes = new int[(int)TimeoutClass.Count];
    private FlowState[][] _chunks = [];

    // Apart from the flows and small: a look-up that misses, as floods make them, stays within the cache.
    private Links[] _links = new Links[ChunkSize];
    private int[] _buckets = new int[SmallestBuckets];
    private int _used = 1;
    private int _free;

    public FlowTable(long bytes, ulong seed)
    {
        _hash = new FlowHash(seed);
        Capacity = (int)Math.Clamp(bytes / SlotBytes, ChunkSize, 1 << 28);
    }

    /// <summary>Bytes a flow takes: slot, links and its share of the buckets (at most 2 per flow).</summary>
    public static int SlotBytes => Unsafe.SizeOf<FlowState>() + Unsafe.SizeOf<Links>() + (2 * sizeof(int));

    public int Capacity { get; }

    public int Count { get; private set; }

    public ref FlowState this[int slot] => ref _chunks[slot >> ChunkBits][slot & (ChunkSize - 1)];

    public uint HashOf(in FlowKey key) => (uint)_hash.Of(key);

    /// <summary>The flow's slot, or 0.</summary>
    public int Find(in FlowKey key, uint hash)
    {
        var slot = _buckets[hash & (uint)(_buckets.Length - 1)];
        while (slot != 0)
        {
            ref var link = ref _links[slot];
            if (link.Hash == hash && this[slot].Key == key)
                return slot;
            slot = link.Next;
        }

        return 0;
    }

    /// <summary>A zeroed slot that holds <paramref name="key"/>; the caller makes room first (<see cref="Capacity"/>).</summary>
    public int Add(in FlowKey key, uint hash, TimeoutClass kind)
    {
        var slot = TakeSlot();
        if (++Count > _buckets.Length)
            GrowBuckets();
        ref var bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        _links[slot] = new Links { Hash = hash, Next = bucket, Class = kind };
        bucket = slot;
        this[slot].Key = key;
        PutFirst(slot, kind);
        return slot;
    }

    /// <summary>
    /// Makes the flow the most recently used of its class, which may have changed. Within half a second that is not done
    /// again: a timeout is seconds, and relinking would bring two neighbours into the cache for every packet.
    /// </summary>
    public void Touch(int slot, TimeoutClass kind, long time)
    {
        ref var link = ref _links[slot];
        var tick = (uint)(time >> TickBits);
        if (link.Tick == tick && link.Class == kind)
            return;
        link.Tick = tick;
        TakeOut(slot);
        PutFirst(slot, kind);
    }

    public TimeoutClass ClassOf(int slot) => _links[slot].Class;

    /// <summary>The least recently used flow of a class, or 0.</summary>
    public int Oldest(TimeoutClass kind) => _oldest[(int)kind];

    /// <summary>The class to push out from: a flood fills its own class and must not cost the flows of the others.</summary>
    public TimeoutClass LargestClass()
    {
        var largest = 0;
        for (var i = 1; i < _sizes.Length; i++)
        {
            if (_sizes[i] > _sizes[largest])
                largest = i;
        }

        return (TimeoutClass)largest;
    }

    public void Remove(int slot)
    {
        TakeOut(slot);
        ref var link = ref _links[slot];
        ref var at = ref _buckets[link.Hash & (uint)(_buckets.Length - 1)];
        while (at != slot)
            at = ref _links[at].Next;
        at = link.Next;
        this[slot] = default;
        link.Next = _free;
        _free = slot;
        Count--;
    }

    private int TakeSlot()
    {
        var slot = _free;
        if (slot != 0)
        {
            _free = _links[slot].Next;
            return slot;
        }

        slot = _used++;
        if (slot >> ChunkBits >= _chunks.Length)
            Array.Resize(ref _chunks, Math.Max(4, _chunks.Length * 2));
        _chunks[slot >> ChunkBits] ??= new FlowState[ChunkSize];
        if (slot >= _links.Length)
            Array.Resize(ref _links, _links.Length * 2);
        return slot;
    }

    private void GrowBuckets()
    {
        var buckets = new int[_buckets.Length * 2];
        foreach (var head in _buckets)
        {
            var slot = head;
            while (slot != 0)
            {
                ref var link = ref _links[slot];
                ref var bucket = ref buckets[link.Hash & (uint)(buckets.Length - 1)];
                (link.Next, bucket, slot) = (bucket, slot, link.Next);
            }
        }

        _buckets = buckets;
    }

    private void PutFirst(int slot, TimeoutClass kind)
    {
        ref var link = ref _links[slot];
        link.Class = kind;
        link.Newer = 0;
        ref var newest = ref _newest[(int)kind];
        link.Older = newest;
        if (newest == 0)
            _oldest[(int)kind] = slot;
        else
            _links[newest].Newer = slot;
        newest = slot;
        _sizes[(int)kind]++;
    }

    private void TakeOut(int slot)
    {
        ref var link = ref _links[slot];
        var kind = (int)link.Class;
        if (link.Newer == 0)
            _newest[kind] = link.Older;
        else
            _links[link.Newer].Older = link.Older;
        if (link.Older == 0)
            _oldest[kind] = link.Newer;
        else
            _links[link.Older].Newer = link.Newer;
        _sizes[kind]--;
    }

    private struct Links
    {
        public uint Hash;
        public int Next;
        public int Newer;
        public int Older;
        public uint Tick;
        public TimeoutClass Class;
    }
}
