using Stray.Detection.Scoring;

namespace Stray.Training.Fitting;

/// <summary>
/// Finds how each feature is scaled. Ranks come from all rows, means and deviations from the trimmed ones: a handful of
/// extreme rows would otherwise shrink everything else to nothing.
/// </summary>
public static class PreparationFitter
{
    /// <summary>Skewness from which a feature is judged on a logarithmic scale.</summary>
    private const double Skewed = 2;

    private const double UnitQuantile = 0.05;

    private const float FarAway = 1000;

    /// <summary>A constant column that moves is news, but of unknown size: at most as much as three deviations.</summary>
    private const float ConstantLimit = 3;

    public static Preparation Fit(FeatureMatrix all, FeatureMatrix kept)
    {
        var columns = new ColumnPreparation[all.Width];
        var grids = new QuantileGrid[all.Width];
        Parallel.For(0, all.Width, j =>
        {
            grids[j] = QuantileGrid.Of(all.Observed(j));
            columns[j] = FitColumn(kept.Observed(j));
        });

        return WithRankCentres(new(columns, grids), kept);
    }

    /// <summary>The distributions alone, which are all that tail probabilities need: a tenth of a whole fit.</summary>
    public static Preparation FitTails(FeatureMatrix rows)
    {
        var grids = new QuantileGrid[rows.Width];
        Parallel.For(0, rows.Width, j => grids[j] = QuantileGrid.Of(rows.Observed(j)));
        return new([.. grids.Select(g => default(ColumnPreparation) with { InverseDeviation = g.Count > 0 ? 1 : 0 })], grids);
    }

    private static ColumnPreparation FitColumn(float[] observed)
    {
        if (observed.Length == 0) return default;
        for (var i = 0; i < observed.Length; i++) observed[i] = Math.Clamp(observed[i], -1e30f, 1e30f);
        Array.Sort(observed);
        var unit = Moments(observed).Skewness > Skewed ? LogUnit(observed) : 0;
        var plain = new ColumnPreparation(unit, 0, 1, 0, float.MaxValue, 0);
        var scaled = Array.ConvertAll(observed, plain.Standardise);
        var (mean, deviation, _) = Moments(scaled);
        var constant = deviation < 1e-6 * Math.Max(1e-6, Math.Abs(mean));
        var column = constant
            ? plain with { Centre = scaled[0], Limit = ConstantLimit }
            : plain with { Centre = (float)mean, InverseDeviation = (float)(1 / deviation), Limit = FarAway };
        return column with { Fill = column.Standardise(observed[observed.Length / 2]) };
    }

    /// <summary>
    /// A small magnitude of the data's own: a logarithm whose unit follows the data gives seconds and milliseconds the
    /// same score, and a small one spreads the body of the distribution where the median would flatten it.
    /// </summary>
    private static float LogUnit(float[] observed)
    {
        var magnitudes = Array.ConvertAll(observed, MathF.Abs).Where(m => m > 0).Order().ToArray();
        return magnitudes.Length == 0 ? 0 : magnitudes[(int)(magnitudes.Length * UnitQuantile)];
    }

    private static (double Mean, double Deviation, double Skewness) Moments(float[] values)
    {
        double mean = 0, square = 0, cube = 0;
        foreach (var v in values) mean += (double)v / values.Length;
        foreach (var v in values)
        {
            var d = v - mean;
            square += d * d / values.Length;
            cube += d * d * d / values.Length;
        }

        var deviation = Math.Sqrt(square);
        return (mean, deviation, deviation > 0 ? cube / (deviation * square) : 0);
    }

    private static Preparation WithRankCentres(Preparation preparation, FeatureMatrix kept)
    {
        var sums = new double[kept.Width];
        var values = new float[kept.Width];
        var ranks = new float[kept.Width];
        for (var i = 0; i < kept.Rows; i++)
        {
            preparation.Prepare(kept.Row(i), values, ranks);
            for (var j = 0; j < sums.Length; j++) sums[j] += ranks[j];
        }

        var columns = preparation.Columns.ToArray();
        for (var j = 0; j < columns.Length; j++)
        {
            columns[j] = columns[j] with { RankCentre = (float)(sums[j] / Math.Max(1, kept.Rows)) };
        }

        return new(columns, preparation.Grids.ToArray());
    }
}
