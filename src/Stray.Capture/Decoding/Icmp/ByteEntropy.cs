namespace Stray.Capture.Decoding.Icmp;

/// <summary>Shannon entropy of a short payload, as a share of what that many bytes can have.</summary>
internal static class ByteEntropy
{
    private const int Longest = 2048;
    private static readonly float[] CountLogs = Table();

    /// <returns>0 (one value) to 1 (as even as possible); only the first 2048 bytes are looked at.</returns>
    public static double Share(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, Longest)];
        if (bytes.Length < 2)
        {
            return 0;
        }

        Span<ushort> counts = stackalloc ushort[256];
        counts.Clear();
        foreach (var value in bytes)
        {
            counts[value]++;
        }

        double weighted = 0;
        foreach (var count in counts)
        {
            weighted += CountLogs[count];
        }

        var most = Math.Min(8, Math.Log2(bytes.Length));
        return (Math.Log2(bytes.Length) - (weighted / bytes.Length)) / most;
    }

    // One logarithm per bin made the whole packet path 2.4 times slower: c log2 c is looked up.
    private static float[] Table()
    {
        var table = new float[Longest + 1];
        for (var count = 2; count <= Longest; count++)
        {
            table[count] = (float)(count * Math.Log2(count));
        }

        return table;
    }
}
