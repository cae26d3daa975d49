using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Quic;

/// <summary>Reads QUIC's variable-length integers (RFC 9000 s16) and byte runs from a packet, never past its end.</summary>
internal ref struct QuicReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Offset { get; private set; }

    public readonly int Remaining => _bytes.Length - Offset;

    public bool TryVarint(out long value)
    {
        value = 0;
        if (Remaining < 1)
        {
            return false;
        }

        var length = 1 << (_bytes[Offset] >> 6);
        if (Remaining < length)
        {
            return false;
        }

        value = _bytes[Offset] & 0x3F;
        for (var i = 1; i < length; i++)
        {
            value = (value << 8) | _bytes[Offset + i];
        }

        Offset += length;
        return true;
    }

    public bool TryBytes(long length, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (length < 0 || length > Remaining)
        {
            return false;
        }

        value = _bytes.Slice(Offset, (int)length);
        Offset += (int)length;
        return true;
    }

    public bool TryByte(out byte value)
    {
        value = 0;
        if (Remaining < 1)
        {
            return false;
        }

        value = _bytes[Offset++];
        return true;
    }

    public bool TryUInt32(out uint value)
    {
        value = 0;
        if (!TryBytes(4, out var bytes))
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return true;
    }

    /// <summary>Skips bytes of one value, such as PADDING.</summary>
    public void SkipRun(byte value)
    {
        var run = _bytes[Offset..].IndexOfAnyExcept(value);
        Offset = run < 0 ? _bytes.Length : Offset + run;
    }
}
