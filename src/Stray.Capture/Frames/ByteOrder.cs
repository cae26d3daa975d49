using System.Buffers.Binary;

namespace Stray.Capture.Frames;

/// <summary>Reads integers in the byte order that a capture file declares.</summary>
internal readonly struct ByteOrder(bool bigEndian)
{
    public ushort U16(ReadOnlySpan<byte> at) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);

    public uint U32(ReadOnlySpan<byte> at) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);

    public ulong U64(ReadOnlySpan<byte> at) =>
        bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at);
}
