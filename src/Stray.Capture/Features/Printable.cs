using System.Runtime.Intrinsics;

namespace Stray.Capture.Features;

/// <summary>Counts printable ASCII, tab, CR and LF, 16 bytes at a time: a branch per byte cost more than the rest of a packet.</summary>
internal static class Printable
{
    public static int Count(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        while (bytes.Length >= Vector128<byte>.Count)
        {
            count += Count(Vector128.Create(bytes));
            bytes = bytes[Vector128<byte>.Count..];
        }

        foreach (var value in bytes)
        {
            count += value is (>= 0x20 and < 0x7F) or (byte)'\t' or (byte)'\r' or (byte)'\n' ? 1 : 0;
        }

        return count;
    }

    private static int Count(Vector128<byte> bytes)
    {
        var text = Vector128.LessThan(bytes - Vector128.Create((byte)0x20), Vector128.Create((byte)0x5F));
        var space = Vector128.Equals(bytes, Vector128.Create((byte)'\t'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'\r'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'\n'));
        return System.Numerics.BitOperations.PopCount((text | space).ExtractMostSignificantBits());
    }
}
