using System.Buffers.Binary;
using System.Text;

namespace Stray.Exercises.Packets;

/// <summary>Grows a message in network order, with length fields filled in afterwards. Reused: <see cref="Clear"/> begins anew.</summary>
internal sealed class ByteWriter
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ByteWriter Clear()
    {
        Length = 0;
        return this;
    }

    public ByteWriter U8(int value)
    {
        Take(1)[0] = (byte)value;
        return this;
    }

    public ByteWriter U16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)value);
        return this;
    }

    public ByteWriter U24(int value) => U8(value >> 16).U16(value);

    public ByteWriter U32(long value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Take(4), (uint)value);
        return this;
    }

    public ByteWriter U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);
        return this;
    }

    public ByteWriter Little16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Take(2), (ushort)value);
        return this;
    }

    public ByteWriter Little32(long value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Take(4), (uint)value);
        return this;
    }

    public ByteWriter Little64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);
        return this;
    }

    public ByteWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Take(bytes.Length));
        return this;
    }

    public ByteWriter Ascii(string text)
    {
        Encoding.ASCII.GetBytes(text, Take(text.Length));
        return this;
    }

    public ByteWriter Utf16(string text)
    {
        Encoding.Unicode.GetBytes(text, Take(2 * text.Length));
        return this;
    }

    public ByteWriter Random(Dice dice, int count)
    {
        dice.Fill(Take(count));
        return this;
    }

    public ByteWriter Zeros(int count)
    {
        Take(count).Clear();
        return this;
    }

    /// <summary>Leaves room for a length field and returns its place for <see cref="Close"/>.</summary>
    public int Open(int width)
    {
        Zeros(width);
        return Length;
    }

    /// <summary>Fills the length field that ends at <paramref name="mark"/> with how much came after it.</summary>
    public ByteWriter Close(int mark, int width)
    {
        var length = Length - mark;
        for (var i = 1; i <= width; i++, length >>= 8)
        {
            _bytes[mark - i] = (byte)length;
        }

        return this;
    }

    /// <summary>Overwrites a byte written before.</summary>
    public ByteWriter Patch8(int offset, int value)
    {
        _bytes[offset] = (byte)value;
        return this;
    }

    /// <summary>Overwrites two bytes written before.</summary>
    public ByteWriter Patch16(int offset, int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(offset), (ushort)value);
        return this;
    }

    private Span<byte> Take(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }
}
