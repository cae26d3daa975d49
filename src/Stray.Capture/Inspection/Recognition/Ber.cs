namespace Stray.Capture.Inspection.Recognition;

/// <summary>Just enough of BER (X.690) for a probe: step into an element whose length is definite.</summary>
internal static class Ber
{
    /// <param name="content">What of the element's content is there; it may have been cut.</param>
    public static bool TryEnter(ReadOnlySpan<byte> bytes, byte tag, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (bytes.Length < 2 || bytes[0] != tag)
        {
            return false;
        }

        var lengthBytes = bytes[1] < 0x80 ? 0 : bytes[1] & 0x7F;
        if (lengthBytes > 4 || bytes[1] == 0x80 || bytes.Length < 2 + lengthBytes)
        {
            return false;
        }

        long length = bytes[1] & 0x7F;
        if (lengthBytes > 0)
        {
            length = 0;
            foreach (var value in bytes.Slice(2, lengthBytes))
            {
                length = (length << 8) | value;
            }
        }

        content = bytes[(2 + lengthBytes)..];
        content = content[..(int)Math.Min(length, content.Length)];
        return true;
    }
}
