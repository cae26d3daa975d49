namespace Stray.Detection.Scoring;

/// <summary>
/// Inductive tail probability: how far out in the baseline's own quantiles each feature lies, summed over the features
/// (after ECOD, Li et al. 2022, and COPOD, Li et al. 2020, but from training quantiles only, so that the rows being
/// judged cannot shift it). Hard to poison, hence also what trims the baseline and what explains a score.
/// </summary>
public sealed class TailDetector(Preparation preparation) : IDetector
{
    public IReadOnlyList<string> Outputs { get; } = ["tail"];

    public void Score(scoped in PreparedRow row, Span<double> scores)
    {
        var sum = 0.0;
        for (var j = 0; j < row.Raw.Length; j++) sum += Surprise(j, row.Raw[j]);
        scores[0] = sum;
    }

    /// <summary>−ln of the smaller tail's probability of this value, 0 where it is not observable.</summary>
    public double Surprise(int column, float value)
    {
        if (float.IsNaN(value) || !preparation.Columns[column].Observed) return 0;
        var grid = preparation.Grids[column];
        var (below, upTo) = grid.Mass(value);
        var smaller = Math.Min(upTo, 1 - below);
        return -Math.Log(((smaller * grid.Count) + 1) / (grid.Count + 1));
    }
}
