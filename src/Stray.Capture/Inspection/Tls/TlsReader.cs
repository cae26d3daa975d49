using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Tls;

/// <summary>
/// Reads TLS's presentation language (RFC 8446 s3) from a message body: every read says whether the bytes were there,
/// and <see cref="Offset"/> is where the next or the failed read begins.
/// </summary>
internal ref struct TlsReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Offset { get; private set; }

    public readonly int Remaining => _bytes.Length - Offset;

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

    public bool TryUInt16(out ushort value)
    {
        value = 0;
        if (Remaining < 2)
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt16BigEndian(_bytes[Offset..]);
        Offset += 2;
        return true;
    }

    public bool TryBytes(int length, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (Remaining < length)
        {
            return false;
        }

        value = _bytes.Slice(Offset, length);
        Offset += length;
        return true;
    }

    /// <summary>A vector with a length field of <paramref name="lengthBytes"/> (1 to 3).</summary>
    public bool TryVector(int lengthBytes, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (Remaining < lengthBytes)
        {
            return false;
        }

        var length = 0;
        foreach (var part in _bytes.Slice(Offset, lengthBytes))
        {
            length = (length << 8) | part;
        }

        if (Remaining - lengthBytes < length)
        {
            return false;
        }

        value = _bytes.Slice(Offset + lengthBytes, length);
        Offset += lengthBytes + length;
        return true;
    }
}
