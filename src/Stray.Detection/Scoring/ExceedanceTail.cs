namespace Stray.Detection.Scoring;

/// <summary>
/// Generalised Pareto tail over the largest baseline scores (Hosking and Wallis 1987, probability-weighted moments). Only
/// asked when the wanted rate is rarer than one in the calibration rows, where counting has nothing to say.
/// </summary>
/// <param name="Threshold">Where the tail begins.</param>
/// <param name="Share">Share of baseline scores beyond it.</param>
/// <param name="Scale">Scale of the excesses, positive.</param>
/// <param name="Shape">0 (exponential) to 0.5: a bounded tail would promise that stranger benign rows cannot exist.</param>
public readonly record struct ExceedanceTail(double Threshold, double Share, double Scale, double Shape)
{
    /// <param name="ascending">Sorted calibration scores, at least one.</param>
    public static ExceedanceTail Fit(ReadOnlySpan<double> ascending)
    {
        var n = ascending.Length;
        var k = Math.Clamp(n / 20, Math.Min(10, n - 1), Math.Max(1, n - 1));
        var threshold = ascending[Math.Max(0, n - k - 1)];
        double mean = 0, weighted = 0;
        for (var i = 0; i < k; i++)
        {
            var excess = ascending[n - k + i] - threshold;
            mean += excess / k;
            weighted += excess * (k - 1 - i) / Math.Max(1, k - 1) / k;
        }

        var shape = weighted < mean / 2 ? 2 - (mean / (mean - (2 * weighted))) : 0;
        shape = Math.Clamp(shape, 0, 0.5);
        return new(threshold, (k + 1.0) / (n + 1), Math.Max(mean * (1 - shape), 1e-9 * Math.Max(1, Math.Abs(threshold))), shape);
    }

    /// <summary>Probability of a baseline score at least <paramref name="score"/>; meaningful above <see cref="Threshold"/>.</summary>
    public double Probability(double score)
    {
        var excess = Math.Max(0, score - Threshold) / Scale;
        return Share * (Shape < 1e-6 ? Math.Exp(-excess) : Math.Pow(1 + (Shape * excess), -1 / Shape));
    }
}
