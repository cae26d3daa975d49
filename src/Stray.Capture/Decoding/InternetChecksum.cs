using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Stray.Capture.Decoding;

/// <summary>
/// The one's complement sum of RFC 1071. Sums are kept in the machine's byte order: the result is the same word for word
/// (RFC 1071 s2(B)), and "sums to all ones" needs no swap at all.
/// </summary>
internal static class InternetChecksum
{
    /// <summary>The unfolded sum of the bytes, an odd last byte padded with zero.</summary>
    public static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        if (Vector256.IsHardwareAccelerated && bytes.Length >= 64)
        {
            sum = SumVectors(bytes, out var done);
            bytes = bytes[done..];
        }

        while (bytes.Length >= 4)
        {
            sum += MemoryMarshal.Read<uint>(bytes);
            bytes = bytes[4..];
        }

        return sum + Tail(bytes);
    }

    public static ushort Fold(ulong sum)
    {
        sum = (sum >> 32) + (uint)sum;
        sum = (sum >> 16) + (ushort)sum;
        sum = (sum >> 16) + (ushort)sum;
        sum = (sum >> 16) + (ushort)sum;
        return (ushort)sum;
    }

    /// <summary>Whether data that holds its own checksum sums to all ones.</summary>
    public static bool IsValid(ulong sum) => Fold(sum) == 0xFFFF;

    private static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[4];
        padded.Clear();
        bytes.CopyTo(padded);
        return MemoryMarshal.Read<uint>(padded);
    }

    private static ulong SumVectors(ReadOnlySpan<byte> bytes, out int done)
    {
        // 32-bit words widened to 64-bit lanes cannot overflow within a 64 KiB datagram: no carries to chase.
        var words = MemoryMarshal.Cast<byte, Vector256<uint>>(bytes);
        var low = Vector256<ulong>.Zero;
        var high = Vector256<ulong>.Zero;
        foreach (ref readonly var word in words)
        {
            low += Vector256.WidenLower(word);
            high += Vector256.WidenUpper(word);
        }

        done = words.Length * Vector256<byte>.Count;
        return Vector256.Sum(low + high);
    }
}
