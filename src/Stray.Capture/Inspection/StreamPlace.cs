namespace Stray.Capture.Inspection;

/// <summary>Where stream bytes were captured.</summary>
/// <param name="Offset">Offset in the frame, -1 when the bytes came out of IP reassembly.</param>
/// <param name="Length">Bytes from there to the end of the segment.</param>
public readonly record struct StreamPlace(long Frame, int Offset, long Time, int Length)
{
    public static StreamPlace Of(scoped in StreamChunk chunk, int index) =>
        new StreamPlace(chunk.Frame, chunk.FrameOffset, chunk.Time, chunk.Bytes.Length).Advance(index);

    public StreamPlace Advance(int bytes) =>
        this with { Offset = Offset < 0 ? -1 : Offset + bytes, Length = Math.Max(Length - bytes, 0) };
}
