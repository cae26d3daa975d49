using System.Numerics;

namespace Stray.Capture.Inspection.PortProtocol;

/// <summary>
/// Whether bytes look like ciphertext from the first one on: the published heuristics against fully encrypted traffic
/// (Wu et al., USENIX Security 2023, Algorithm 1) and, because they let much binary data pass, a test of how evenly the
/// byte values are spread.
/// </summary>
public static class Randomness
{
    /// <summary>Shorter payloads say too little: even a counter looks random.</summary>
    public const int MinimumLength = 24;

    private const int MaximumLength = 1024;
    private const double LowBitsPerByte = 3.4;
    private const double HighBitsPerByte = 4.6;
    private const int PrintableStart = 6;
    private const int PrintableRun = 20;

    public static bool IsFullyEncrypted(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, MaximumLength)];
        return bytes.Length >= MinimumLength && HasBalancedBits(bytes) && !LooksLikeText(bytes) && IsEvenlySpread(bytes)
            && !IsCompressedFile(bytes);
    }

    /// <summary>Random bytes have 4 set bits each; Algorithm 1 exempts what is far from it.</summary>
    private static bool HasBalancedBits(ReadOnlySpan<byte> bytes)
    {
        var set = 0;
        foreach (var value in bytes)
        {
            set += BitOperations.PopCount(value);
        }

        var perByte = (double)set / bytes.Length;
        return perByte is > LowBitsPerByte and < HighBitsPerByte;
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> bytes)
    {
        int printable = 0, run = 0, longest = 0, first = -1;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] is >= 0x20 and <= 0x7E)
            {
                printable++;
                longest = Math.Max(longest, ++run);
            }
            else
            {
                first = first < 0 ? i : first;
                run = 0;
            }
        }

        return first is < 0 or >= PrintableStart || longest > PrintableRun || printable * 2 > bytes.Length;
    }

    /// <summary>
    /// Pairs of equal bytes: n uniform bytes have n(n-1)/256 ordered pairs on average, with that doubled as variance; anything
    /// with structure (counters, zero padding, text) has far more.
    /// </summary>
    private static bool IsEvenlySpread(ReadOnlySpan<byte> bytes)
    {
        Span<ushort> counts = stackalloc ushort[256];
        counts.Clear();
        long pairs = 0;
        foreach (var value in bytes)
        {
            pairs += 2 * counts[value]++;
        }

        var expected = (double)bytes.Length * (bytes.Length - 1) / 256;
        return pairs <= expected + (4 * Math.Sqrt(2 * expected)) + 2;
    }

    /// <summary>Compressed files and media look as random but announce themselves.</summary>
    private static bool IsCompressedFile(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("PK"u8) || (bytes[0] == 0x1F && bytes[1] == 0x8B) || bytes.StartsWith("BZh"u8) || bytes.StartsWith("7z"u8)
        || bytes.StartsWith("Rar!"u8) || bytes.StartsWith("ID3"u8) || bytes.StartsWith("OggS"u8)
        || (bytes[0] == 0x89 && bytes[1..].StartsWith("PNG"u8))
        || (bytes[0] == 0xFF && bytes[1] is 0xD8 or 0xFB)
        || (bytes[0] == 0xFD && bytes[1..].StartsWith("7zXZ"u8))
        || (bytes[0] == 0x28 && bytes[1] == 0xB5 && bytes[2] == 0x2F && bytes[3] == 0xFD);
}
