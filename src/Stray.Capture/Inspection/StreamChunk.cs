namespace Stray.Capture.Inspection;

/// <summary>
/// Consecutive stream bytes of one segment, with the place in the capture they came from, so that a finding about byte
/// <c>i</c> is evidence at <c>FrameOffset + i</c> of <see cref="Frame"/>.
/// </summary>
public readonly ref struct StreamChunk
{
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Bytes by the segment's length; larger than <see cref="Bytes"/> when the snaplen cut the rest.</summary>
    public int WireLength { get; init; }

    public long Frame { get; init; }

    /// <summary>Offset of the first byte in that frame; -1 when it came out of IP reassembly.</summary>
    public int FrameOffset { get; init; }

    public long Time { get; init; }

    /// <summary>The chunk without its first <paramref name="offset"/> bytes.</summary>
    public StreamChunk From(int offset) => new()
    {
        Bytes = Bytes[offset..],
        WireLength = WireLength - offset,
        Frame = Frame,
        FrameOffset = FrameOffset < 0 ? -1 : FrameOffset + offset,
        Time = Time,
    };
}
