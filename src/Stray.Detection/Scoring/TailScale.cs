namespace Stray.Detection.Scoring;

/// <summary>
/// Makes scores of unlike detectors comparable: −ln of the share of held-back baseline scores at least as large, growing
/// with the logarithm of the excess beyond the largest one so that the far tail keeps its order but no detector can
/// shout the others down.
/// </summary>
/// <param name="Spread">Mean excess over the 95 % quantile; the unit in which the excess beyond the maximum is measured.</param>
public sealed record TailScale(QuantileGrid Grid, double Spread)
{
    public static TailScale Of(ReadOnlySpan<double> heldBack)
    {
        var sorted = new float[heldBack.Length];
        for (var i = 0; i < sorted.Length; i++) sorted[i] = Narrow(heldBack[i]);
        var grid = QuantileGrid.Of(sorted);
        var tail = sorted.Length <= 1 ? sorted.Length : Math.Clamp(sorted.Length / 20, Math.Min(5, sorted.Length - 1), sorted.Length - 1);
        var start = tail == sorted.Length ? 0 : sorted.Length - 1 - tail;
        var excess = 0.0;
        for (var i = start; i < sorted.Length; i++) excess += (double)sorted[i] - sorted[start];
        var floor = 1e-6 * Math.Max(1, Math.Abs((double)sorted[start]));
        return new(grid, Math.Max(excess / Math.Max(1, tail), floor));
    }

    public double Map(double score)
    {
        var x = Narrow(score);
        var (below, upTo) = Grid.Mass(x);
        var atLeast = Grid.Count * (1 - ((below + upTo) / 2.0));
        var surprise = -Math.Log((atLeast + 1) / (Grid.Count + 1));
        return x > Grid.Maximum ? surprise + Math.Log(1 + (((double)x - Grid.Maximum) / Spread)) : surprise;
    }

    /// <summary>NaN would pass every comparison as "not greater": it is taken for the strangest there is.</summary>
    private static float Narrow(double score) => double.IsNaN(score) ? 1e30f : (float)Math.Clamp(score, -1e30, 1e30);
}
