namespace Stray.Capture.Features.Windows;

/// <summary>
/// How alike the values of a short series are: mean, coefficient of variation and a score of 0..1 in the manner of RITA's
/// beacon analysis (median absolute deviation and Bowley skew), which tolerates jitter and missed beats where the
/// coefficient of variation does not.
/// </summary>
internal readonly record struct Regularity(float Mean, float Variation, float Score)
{
    /// <summary>Values that make a score count in full; with fewer it is scaled down, since short series are regular by chance.</summary>
    private const int FullEvidence = 20;

    /// <summary>A gap of up to this many beats still counts as missed beats.</summary>
    private const int MissedBeats = 4;

    private const int FewestValues = 4;

    /// <param name="values">At least 0 each; sorted and overwritten.</param>
    /// <param name="foldMissed">Count a value near k medians as k values of the median: a beacon whose beats were lost.</param>
    public static Regularity Of(Span<double> values, bool foldMissed)
    {
        if (values.IsEmpty)
        {
            return new Regularity(float.NaN, float.NaN, 0);
        }

        var (mean, variation) = Spread(values);
        return new Regularity((float)mean, (float)variation, values.Length < FewestValues ? 0 : (float)ScoreOf(values, foldMissed));
    }

    private static (double Mean, double Variation) Spread(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        double squares = 0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        var deviation = Math.Sqrt(squares / values.Length);
        return (mean, values.Length < 2 ? double.NaN : mean > 0 ? deviation / mean : 0);
    }

    private static double ScoreOf(Span<double> values, bool foldMissed)
    {
        values.Sort();
        if (foldMissed)
        {
            Fold(values, Quantile(values, 0.5));
        }

        var median = Quantile(values, 0.5);
        var skew = Symmetry(values, median);
        double sum = 0;
        foreach (ref var value in values)
        {
            value = Math.Abs(value - median);
            sum += value;
        }

        values.Sort();
        var scale = Math.Max(median, 1e-3); // below a millisecond or byte there is no beat
        var typical = 1 - Math.Min(1, Quantile(values, 0.5) / scale);
        var overall = 1 - Math.Min(1, sum / values.Length / scale);
        return ((0.4 * typical) + (0.4 * overall) + (0.2 * skew)) * Math.Min(1, (double)values.Length / FullEvidence);
    }

    private static void Fold(Span<double> values, double median)
    {
        if (median <= 0)
        {
            return;
        }

        foreach (ref var value in values)
        {
            value /= Math.Clamp(Math.Round(value / median), 1, MissedBeats);
        }

        values.Sort();
    }

    /// <summary>1 - |Bowley skewness|; quartiles closer than 5 % of the median have no shape worth judging.</summary>
    private static double Symmetry(ReadOnlySpan<double> sorted, double median)
    {
        var low = Quantile(sorted, 0.25);
        var high = Quantile(sorted, 0.75);
        return high - low <= 0.05 * median ? 1 : 1 - Math.Abs((low + high - (2 * median)) / (high - low));
    }

    private static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var position = (sorted.Length - 1) * share;
        var low = (int)position;
        return sorted[low] + ((position - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]));
    }
}
