using System.Buffers.Binary;
using System.Text;

namespace Stray.Contracts.Wire;

/// <summary>
/// Writes Avro's binary encoding (Avro 1.12 specification, Binary Encoding) into a span and allocates nothing. What does not
/// fit sets <see cref="Overflowed"/> and is dropped: the caller tries again with a larger span.
/// </summary>
public ref struct AvroWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    public bool Overflowed { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _destination[..Length];

    /// <summary>int and long: zig-zag, then base 128, least significant group first.</summary>
    public void WriteLong(long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        while (rest >= 0x80)
        {
            WriteByte((byte)(rest | 0x80));
            rest >>= 7;
        }

        WriteByte((byte)rest);
    }

    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    public void WriteFloat(float value)
    {
        if (Room(sizeof(float)) is { IsEmpty: false } room)
        {
            BinaryPrimitives.WriteSingleLittleEndian(room, value);
            Length += sizeof(float);
        }
    }

    public void WriteDouble(double value)
    {
        if (Room(sizeof(double)) is { IsEmpty: false } room)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(room, value);
            Length += sizeof(double);
        }
    }

    /// <summary>UTF-8; a lone surrogate becomes U+FFFD.</summary>
    public void WriteString(scoped ReadOnlySpan<char> text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        WriteLong(bytes);
        if (bytes > 0 && Room(bytes) is { IsEmpty: false } room)
        {
            Length += Encoding.UTF8.GetBytes(text, room);
        }
    }

    /// <summary>Bytes as they are, without a length: part of an encoding made elsewhere.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0 && Room(bytes.Length) is { IsEmpty: false } room)
        {
            bytes.CopyTo(room);
            Length += bytes.Length;
        }
    }

    /// <summary>A length and so many bytes.</summary>
    public void WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        WriteLong(bytes.Length);
        WriteRaw(bytes);
    }

    private void WriteByte(byte value)
    {
        if (Length < _destination.Length)
        {
            _destination[Length++] = value;
            return;
        }

        Overflowed = true;
    }

    private Span<byte> Room(int bytes)
    {
        if (bytes <= _destination.Length - Length)
        {
            return _destination.Slice(Length, bytes);
        }

        Overflowed = true;
        return default;
    }
}
