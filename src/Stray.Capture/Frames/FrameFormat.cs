namespace Stray.Capture.Frames;

/// <summary>What came of asking a capture format for its next frame.</summary>
internal enum FrameRead
{
    Frame,

    /// <summary>A structure without a frame in it.</summary>
    Nothing,

    /// <summary>The input ends where a structure may end.</summary>
    End,

    /// <summary>The input ends or breaks inside a structure.</summary>
    Cut,

    /// <summary>A structure contradicts the format; nothing behind it can be trusted.</summary>
    Invalid,
}

/// <summary>A frame as its file states it, of whatever link type.</summary>
internal ref struct RawFrame
{
    public ReadOnlySpan<byte> Bytes;
    public long Time;
    public bool TimeInvalid;
    public uint OriginalLength;
    public int LinkType;
    public int Interface;
}

/// <summary>A capture file format: reads one frame after the other from a <see cref="BlockReader"/>.</summary>
internal abstract class FrameFormat(BlockReader blocks)
{
    /// <summary>What a captured length may be: far above libpcap's 256 KiB, far below what hurts.</summary>
    public const int LargestFrame = 16 << 20;

    protected BlockReader Blocks { get; } = blocks;

    /// <summary>Offset of the structure read last: where the input went wrong, if it did.</summary>
    public long StructureOffset { get; protected set; }

    /// <summary>What contradicts the format.</summary>
    public string Reason { get; private set; } = "";

    public abstract FrameRead Next(out RawFrame frame);

    protected FrameRead Contradicts(string reason)
    {
        Reason = reason;
        return FrameRead.Invalid;
    }

    /// <summary>Nothing more came: the end if no byte of a next structure did, else a cut.</summary>
    protected FrameRead AtEnd() => Blocks.Available == 0 && Blocks.Broken is null ? FrameRead.End : FrameRead.Cut;
}
