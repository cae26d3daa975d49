namespace Stray.Capture.Flows.Reassembly;

/// <summary>
/// Out-of-order bytes of all flows in blocks of one size, as linked lists in sequence order. Bounded: when it is full the
/// caller gives up a gap instead. A block is charged whole, however few bytes it holds, so that floods of one-byte segments
/// cost no more memory than counted.
/// </summary>
internal sealed class SegmentPool(long bytes)
{
    public const int BlockSize = 2048;

    private const int ChunkBits = 6;

    private readonly int _capacity = (int)Math.Min(bytes / BlockSize, 1 << 24);
    private Block[] _blocks = new Block[1 << ChunkBits];
    private byte[][] _data = [];
    private int _used = 1; // block 0 is "none"
    private int _free;

    public int InUse { get; private set; }

    public ref Block this[int block] => ref _blocks[block];

    public Span<byte> Data(int block) =>
        _data[block >> ChunkBits].AsSpan((block & ((1 << ChunkBits) - 1)) * BlockSize, _blocks[block].Length);

    /// <summary>A block that holds a copy of <paramref name="captured"/> (at most <see cref="BlockSize"/> bytes), or 0.</summary>
    public int Take(ReadOnlySpan<byte> captured)
    {
        var block = _free;
        if (block != 0)
            _free = _blocks[block].Next;
        else if (_used <= _capacity)
            block = Grow();
        else
            return 0;
        InUse++;
        _blocks[block] = new Block { Length = captured.Length };
        captured.CopyTo(Data(block));
        return block;
    }

    /// <summary>Gives one block back and returns the one after it.</summary>
    public int Give(int block)
    {
        var next = _blocks[block].Next;
        _blocks[block].Next = _free;
        _free = block;
        InUse--;
        return next;
    }

    private int Grow()
    {
        var block = _used++;
        if (block >= _blocks.Length)
            Array.Resize(ref _blocks, _blocks.Length * 2);
        if (block >> ChunkBits >= _data.Length)
            Array.Resize(ref _data, Math.Max(4, _data.Length * 2));
        _data[block >> ChunkBits] ??= new byte[BlockSize << ChunkBits];
        return block;
    }

    /// <summary>Consecutive stream bytes of one segment.</summary>
    internal struct Block
    {
        public uint Sequence;

        /// <summary>Bytes by the segment's length; what was captured of them is <see cref="Length"/>.</summary>
        public int WireLength;
        public int Length;
        public int FrameOffset;
        public long Frame;
        public long Time;
        public int Next;

        public readonly uint End => Sequence + (uint)WireLength;
    }
}
