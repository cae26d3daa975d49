namespace Stray.Capture.Inspection.Http2;

/// <summary>
/// The HPACK string code (RFC 7541 appendix B). It is canonical: codes of one length are consecutive numbers in symbol order,
/// shorter ones come first, so the lengths say it all.
/// </summary>
internal static class HuffmanCode
{
    private const int Longest = 30;
    private const int EndOfString = 256;

    private static readonly int[] First = new int[Longest + 2];
    private static readonly int[] Count = new int[Longest + 1];
    private static readonly int[] Index = new int[Longest + 1];
    private static readonly short[] Symbols = Order();

    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    /// <summary>Bytes the text decodes to, at most <paramref name="text"/>'s length of them stored; -1 when it is no code.</summary>
    public static int Decode(ReadOnlySpan<byte> coded, Span<byte> text)
    {
        var (code, bits, written) = (0, 0, 0);
        foreach (var octet in coded)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                code = (code << 1) | ((octet >> bit) & 1);
                if (++bits > Longest)
                {
                    return -1;
                }

                var place = code - First[bits];
                if (place < 0 || place >= Count[bits])
                {
                    continue;
                }

                var symbol = Symbols[Index[bits] + place];
                if (symbol == EndOfString)
                {
                    return -1;
                }

                _ = written < text.Length ? text[written] = (byte)symbol : 0;
                written++;
                (code, bits) = (0, 0);
            }
        }

        // Padding: fewer than eight bits, all ones (s5.2).
        return bits < 8 && code == (1 << bits) - 1 ? written : -1;
    }

    private static short[] Order()
    {
        var symbols = new short[Lengths.Length];
        var next = 0;
        for (var length = 1; length <= Longest; length++)
        {
            Index[length] = next;
            for (var symbol = 0; symbol < Lengths.Length; symbol++)
            {
                if (Lengths[symbol] == length)
                {
                    symbols[next++] = (short)symbol;
                    Count[length]++;
                }
            }

            First[length + 1] = (First[length] + Count[length]) << 1;
        }

        return symbols;
    }
}
