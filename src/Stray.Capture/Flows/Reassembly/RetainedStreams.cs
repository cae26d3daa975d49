namespace Stray.Capture.Flows.Reassembly;

/// <summary>
/// The last bytes of inspected streams, as rings of one size: what a retransmission must repeat. Bounded: streams that get
/// no ring are only compared while out of order.
/// </summary>
internal sealed class RetainedStreams(long bytes)
{
    /// <summary>More than one full segment, so that the repetition of the last one can be compared whole.</summary>
    public const int RingSize = 2048;

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

    /// <summary>Adds the stream bytes that end before <paramref name="end"/>; after a gap the ring starts over.</summary>
    public void Append(int handle, ReadOnlySpan<byte> data, uint end)
    {
        ref var ring = ref _rings[handle];
        if (end - (uint)data.Length != ring.End)
            ring.Valid = 0;
        ring.Valid = Math.Min(RingSize, ring.Valid + data.Length);
        ring.End = end;
        if (data.Length > RingSize)
            data = data[^RingSize..];
        var at = (int)((end - (uint)data.Length) % RingSize);
        var first = Math.Min(data.Length, RingSize - at);
        data[..first].CopyTo(ring.Data.AsSpan(at));
        data[first..].CopyTo(ring.Data);
    }

    /// <summary>Index in <paramref name="data"/> of the first byte that differs from what is retained at its place, or -1.</summary>
    /// <param name="sequence">Sequence number of the first byte.</param>
    public int FirstDifference(int handle, uint sequence, ReadOnlySpan<byte> data)
    {
        ref var ring = ref _rings[handle];
        var start = ring.End - (uint)ring.Valid;
        var from = Math.Max(0, unchecked((int)(start - sequence)));
        var to = Math.Min(data.Length, unchecked((int)(ring.End - sequence)));
        for (var i = from; i < to; i++)
        {
            if (ring.Data[(sequence + (uint)i) % RingSize] != data[i])
                return i;
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
