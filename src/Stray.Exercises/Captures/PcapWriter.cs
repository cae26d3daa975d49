using System.Buffers.Binary;

namespace Stray.Exercises.Captures;

/// <summary>
/// Writes a classic pcap file with nanosecond times (magic 0xA1B23C4D, little-endian, draft-ietf-opsawg-pcap). The stream
/// stays the caller's.
/// </summary>
/// <param name="linkType">LINKTYPE_ number; 1 = Ethernet.</param>
public sealed class PcapWriter
{
    public const int HeaderLength = 24, RecordHeaderLength = 16;

    private const int SnapLength = 262144;
    private readonly Stream _stream;
    private readonly byte[] _header = new byte[RecordHeaderLength];

    public PcapWriter(Stream stream, int linkType = 1)
    {
        _stream = stream;
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B23C4D);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], SnapLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], linkType);
        stream.Write(header);
    }

    public long Frames { get; private set; }

    public long Bytes { get; private set; }

    /// <param name="time">Nanoseconds since 1970 UTC.</param>
    /// <param name="frame">What was captured.</param>
    /// <param name="originalLength">Length on the wire; default: all of it was captured.</param>
    public void Write(long time, ReadOnlySpan<byte> frame, int originalLength = -1)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_header, (uint)(time / Nanos.Second));
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(4), (uint)(time % Nanos.Second));
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(8), frame.Length);
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(12), originalLength < 0 ? frame.Length : originalLength);
        _stream.Write(_header);
        _stream.Write(frame);
        Frames++;
        Bytes += frame.Length;
    }
}
