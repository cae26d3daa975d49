using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection;

/// <summary>
/// A unit of a protocol (line, message, frame header) with the way back to where each of its bytes was captured: it lies in
/// the current chunk, or was put together from several in a <see cref="PlacedBuffer"/>.
/// </summary>
public readonly ref struct PlacedBytes
{
    private readonly PlacedBuffer? _buffer;
    private readonly int _start;
    private readonly StreamPlace _place;

    public PlacedBytes(scoped in StreamChunk chunk, ReadOnlySpan<byte> bytes, int start)
    {
        Bytes = bytes;
        _start = start;
        _place = new StreamPlace(chunk.Frame, chunk.FrameOffset, chunk.Time, chunk.Bytes.Length);
    }

    public PlacedBytes(PlacedBuffer buffer)
    {
        Bytes = buffer.Bytes;
        _buffer = buffer;
    }

    private PlacedBytes(scoped in PlacedBytes whole, ReadOnlySpan<byte> bytes, int start)
    {
        Bytes = bytes;
        _buffer = whole._buffer;
        _place = whole._place;
        _start = whole._start + start;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public int Length => Bytes.Length;

    public PlacedBytes Slice(int start, int length) => new(this, Bytes.Slice(start, length), start);

    public PlacedBytes Slice(int start) => new(this, Bytes[start..], start);

    /// <summary>Where byte <paramref name="index"/> was captured, for a finding that only a later byte decides.</summary>
    public StreamPlace PlaceOf(int index) =>
        _buffer is null ? _place.Advance(_start + index) : _buffer.PlaceOf(_start + index);

    /// <summary>
    /// Reports the bytes from <paramref name="index"/>. The evidence's length ends with the frame that holds the first of
    /// them: a line may go on in the next segment, where the offset means nothing.
    /// </summary>
    public void Report(scoped in InspectionContext context, FindingName name, int index, int length, FindingDetail detail)
    {
        var place = PlaceOf(index);
        context.ReportAt(name, place.Frame, place.Offset, Math.Min(length, place.Length), place.Time, detail);
    }
}
