namespace Stray.Capture.Flows.Reassembly;

/// <summary>
/// The last bytes of inspected streams, as rings of one size: what a retransmission must repeat. Bounded: streams that get
/// no ring are only compared while out of order.
/// </summary>
internal sealed class RetainedStreams(long bytes)
{
    /// <summary>
    /// Of a segment longer than this only its head is kept: an injected segment races the true one from the same start,
    /// and whole segments would cost a memory copy of all traffic.
    /// </summary>
    public const int RingSize = 1024;

    private readonly int _capacity = (int)Math.Min(bytes / RingSize, 1 << 20);
    private Ring[] _rings = new Ring[64];
    private int _used = 1; // ring 0 is "none"
    private int _free;

    public int InUse { get; private set; }

    /// <summary>A ring's handle, or 0 when all are in use.</summary>
    public int Take()
    {
        var handle = _free;
        if (handle != 0)
            _free = _rings[handle].NextFree;
        else if (_used <= _capacity)
        {
            handle = _used++;
            if (handle >= _rings.Length)
                Array.Resize(ref _rings, _rings.Length * 2);
            _rings[handle].Data = new byte[RingSize];
        }
        else
            return 0;
        _rings[handle].Valid = 0;
        InUse++;
        return handle;
    }

    public void Give(int handle)
    {
        _rings[handle].NextFree = _free;
        _free = handle;
        InUse--;
    }

    /// <summary>Adds the stream bytes from <paramref name="start"/> on; where they do not follow the last ones the ring starts over.</summary>
    public void Append(int handle, ReadOnlySpan<byte> data, uint start)
    {
        ref var ring = ref _rings[handle];
        data = data[..Math.Min(data.Length, RingSize)];
        ring.Valid = start == ring.End ? Math.Min(RingSize, ring.Valid + data.Length) : data.Length;
        ring.End = start + (uint)data.Length;
        var at = (int)(start % RingSize);
        var first = Math.Min(data.Length, RingSize - at);
        data[..first].CopyTo(ring.Data.AsSpan(at));
        data[first..].CopyTo(ring.Data);
    }

    /// <summary>Index in <paramref name="data"/> of the first byte that differs from what is retained at its place, or -1.</summary>
    /// <param name="sequence">Sequence number of the first byte.</param>
    public int FirstDifference(int handle, uint sequence, ReadOnlySpan<byte> data)
    {
        ref var ring = ref _rings[handle];
        var from = Math.Max(0, unchecked((int)(ring.End - (uint)ring.Valid - sequence)));
        var to = Math.Min(data.Length, unchecked((int)(ring.End - sequence)));
        while (from < to)
        {
            var held = ring.Data.AsSpan((int)((sequence + (uint)from) % RingSize));
            var length = Math.Min(held.Length, to - from);
            var same = held[..length].CommonPrefixLength(data.Slice(from, length));
            from += same;
            if (same < length)
                return from;
        }

        return -1;
    }

    private struct Ring
    {
        public byte[] Data;
        public uint End;
        public int Valid;
        public int NextFree;
    }
}
