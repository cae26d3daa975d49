namespace Stray.Capture.Inspection;

/// <summary>
/// Shannon entropy of a short text while it is read: every byte adds the growth of its own c·log2 c, so that neither a
/// logarithm nor a pass over a histogram is left for the end.
/// </summary>
internal ref struct ByteEntropy(Span<byte> histogram)
{
    /// <summary>Bytes looked at; counts fit a byte.</summary>
    public const int Maximum = 255;

    /// <summary>c·log2 c, and how much it grows from c - 1 to c.</summary>
    private static readonly float[] CountLog = [.. Enumerable.Range(0, Maximum + 1).Select(Log)];
    private static readonly float[] Growth = [.. Enumerable.Range(0, Maximum + 1).Select(c => c == 0 ? 0 : Log(c) - Log(c - 1))];

    private readonly Span<byte> _histogram = histogram;
    private float _sum;
    private int _total;

    /// <summary>Bits per byte of what was added, 0 to 8.</summary>
    public readonly float Value => _total == 0 ? 0 : MathF.Max(0, (CountLog[_total] - _sum) / _total);

    /// <summary>Bits per byte of the first <see cref="Maximum"/> bytes.</summary>
    public static float Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> histogram = stackalloc byte[256];
        histogram.Clear();
        var entropy = new ByteEntropy(histogram);
        foreach (var value in bytes[..Math.Min(bytes.Length, Maximum)])
        {
            entropy.Add(value);
        }

        return entropy.Value;
    }

    /// <summary>Adds a byte; at most <see cref="Maximum"/> of them.</summary>
    public void Add(byte value)
    {
        _sum += Growth[++_histogram[value]];
        _total++;
    }

    private static float Log(int count) => count == 0 ? 0f : (float)(count * Math.Log2(count));
}
