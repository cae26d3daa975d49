namespace Stray.Capture.Inspection.Asn1;

/// <summary>One element of BER (X.690 s8.1) within a message.</summary>
/// <param name="Tag">First identifier byte.</param>
/// <param name="Offset">Where the element begins.</param>
/// <param name="Content">Where its content begins.</param>
/// <param name="Length">Length of its content by its length field.</param>
internal readonly record struct BerElement(byte Tag, int Offset, int Content, int Length)
{
    public const byte Integer = 0x02, OctetString = 0x04, ObjectIdentifier = 0x06, Enumerated = 0x0A, Sequence = 0x30;

    public bool IsConstructed => (Tag & 0x20) != 0;

    public int End => Content + Length;

    /// <summary>The content as far as it is there.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes) => bytes[Math.Min(Content, bytes.Length)..Math.Min(End, bytes.Length)];

    /// <summary>The value of a short integer that is there whole; -1 for a negative, long or cut one.</summary>
    public long Number(ReadOnlySpan<byte> bytes)
    {
        if (Length is < 1 or > 5 || End > bytes.Length || bytes[Content] >= 0x80)
        {
            return -1;
        }

        long value = 0;
        foreach (var digit in bytes[Content..End])
        {
            value = (value << 8) | digit;
        }

        return value;
    }
}
