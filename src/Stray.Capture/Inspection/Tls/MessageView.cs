using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Tls;

/// <summary>
/// A whole handshake message and where its bytes lie in the capture: in one chunk, gathered in a buffer, or (QUIC) only
/// inside an encrypted packet, whose place then stands for all of it.
/// </summary>
internal readonly ref struct MessageView
{
    private readonly StreamBuffer? _buffer;
    private readonly Place _place;
    private readonly int _fixedLength;

    private MessageView(ReadOnlySpan<byte> bytes, StreamBuffer? buffer, Place place, int fixedLength)
    {
        Bytes = bytes;
        _buffer = buffer;
        _place = place;
        _fixedLength = fixedLength;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public static MessageView In(scoped in StreamChunk chunk, ReadOnlySpan<byte> bytes, int offset) =>
        new(bytes, null, new Place(chunk.Frame, chunk.FrameOffset < 0 ? -1 : chunk.FrameOffset + offset, chunk.Time), 0);

    public static MessageView In(StreamBuffer buffer) => new(buffer.Bytes, buffer, default, 0);

    /// <param name="length">Length of the packet at <paramref name="packet"/> that every finding points at.</param>
    public static MessageView Encrypted(ReadOnlySpan<byte> bytes, Place packet, int length) => new(bytes, null, packet, length);

    public void Report(in InspectionContext context, FindingName name, int offset, int length, FindingDetail detail)
    {
        offset = Math.Clamp(offset, 0, Math.Max(Bytes.Length - 1, 0));
        length = Math.Max(Math.Min(length, Bytes.Length - offset), 0);
        if (_fixedLength > 0)
        {
            context.ReportAt(name, _place.Frame, _place.Offset, _fixedLength, _place.Time, detail);
            return;
        }

        var place = _buffer?.Locate(offset) ?? _place with { Offset = _place.Offset < 0 ? -1 : _place.Offset + offset };
        context.ReportAt(name, place.Frame, place.Offset, length, place.Time, detail);
    }
}
