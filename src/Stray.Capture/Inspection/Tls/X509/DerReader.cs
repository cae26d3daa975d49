namespace Stray.Capture.Inspection.Tls.X509;

/// <summary>
/// Steps through DER elements (X.690 s8.1, s10.1): definite, minimal lengths that stay within what encloses them. Never
/// recurses; <see cref="Offset"/> counts from the certificate's first byte.
/// </summary>
internal ref struct DerReader(ReadOnlySpan<byte> bytes, int start)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public readonly int Offset => start + _position;

    public readonly bool IsEmpty => _position == _bytes.Length;

    /// <summary>The next element's tag, 0 at the end (0 is no tag DER uses).</summary>
    public readonly byte Tag => IsEmpty ? (byte)0 : _bytes[_position];

    /// <summary>False when the element has another tag or its length is not DER or not within its surroundings.</summary>
    public bool TryRead(byte tag, out DerReader content)
    {
        content = default;
        if (Tag != tag || IsEmpty || !TryLength(out var header, out var length))
        {
            return false;
        }

        content = new DerReader(_bytes.Slice(_position + header, length), start + _position + header);
        _position += header + length;
        return true;
    }

    public bool TryReadAny(out DerReader content)
    {
        content = default;
        return !IsEmpty && TryRead(Tag, out content);
    }

    public readonly ReadOnlySpan<byte> Rest => _bytes[_position..];

    private readonly bool TryLength(out int header, out int length)
    {
        header = 2;
        length = 0;
        var rest = _bytes[_position..];
        if (rest.Length < 2)
        {
            return false;
        }

        if (rest[1] < 0x80)
        {
            length = rest[1];
            return length <= rest.Length - header;
        }

        var count = rest[1] & 0x7F;
        if (count is 0 or > 3 || rest.Length < 2 + count || rest[2] == 0)
        {
            return false;
        }

        header = 2 + count;
        foreach (var value in rest.Slice(2, count))
        {
            length = (length << 8) | value;
        }

        return length >= 0x80 && length <= rest.Length - header;
    }
}
