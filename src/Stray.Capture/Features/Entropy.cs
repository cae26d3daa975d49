namespace Stray.Capture.Features;

/// <summary>Shannon entropy of a short sample by a c·log2(c) table: one logarithm per histogram bin made the whole path 2.4 times slower.</summary>
internal static class Entropy
{
    public const int LongestSample = 256;

    private const double Scale = 1 << 20; // whole numbers add faster than floats, and without rounding on the way

    private static readonly int[] Steps = BuildSteps();

    /// <summary>Bits per byte of at most <see cref="LongestSample"/> bytes; 0 for none.</summary>
    public static double BitsPerByte(ReadOnlySpan<byte> sample)
    {
        if (sample.IsEmpty)
        {
            return 0;
        }

        Span<byte> counts = stackalloc byte[256]; // the count of byte 256 of equal ones wraps after its step was taken
        counts.Clear();
        var sum = 0;
        foreach (var value in sample)
        {
            sum += Steps[counts[value]++];
        }

        return Math.Max(0, Math.Log2(sample.Length) - (sum / Scale / sample.Length));
    }

    // Step c is (c+1)·log2(c+1) - c·log2(c), so that the sum over a histogram grows with each byte and needs no second pass.
    private static int[] BuildSteps()
    {
        var steps = new int[LongestSample];
        for (var c = 0; c < steps.Length; c++)
        {
            steps[c] = (int)Math.Round(Scale * (((c + 1) * Math.Log2(c + 1)) - (c == 0 ? 0 : c * Math.Log2(c))));
        }

        return steps;
    }
}
