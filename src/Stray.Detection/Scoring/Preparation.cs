namespace Stray.Detection.Scoring;

/// <summary>
/// Turns a row of raw features into the two views the detectors see: standardised values, and normal deviates of the
/// baseline ranks. Standardising is no detail: k-means falls from AUC .99 to .49 with the logarithm alone. The rank view
/// ignores how far outside a value lies, which keeps a drifting feature from drowning the rest.
/// </summary>
public sealed class Preparation
{
    /// <summary>Values beyond it count as it: an infinite or absurd feature is very strange, but must stay a number.</summary>
    private const float Huge = 1e30f;

    private readonly ColumnPreparation[] _columns;
    private readonly QuantileGrid[] _grids;
    private readonly float[][] _belowKnot;
    private readonly float[][] _atKnot;

    public Preparation(ColumnPreparation[] columns, QuantileGrid[] grids)
    {
        (_columns, _grids) = (columns, grids);
        _atKnot = [.. grids.Select(g => Deviates(g, (below, upTo) => (below + upTo) / 2))];
        _belowKnot = [.. grids.Select(g => Deviates(g, (below, _) => below))];
    }

    public int Width => _columns.Length;

    public ReadOnlySpan<ColumnPreparation> Columns => _columns;

    public ReadOnlySpan<QuantileGrid> Grids => _grids;

    /// <summary>Fills both views (each <see cref="Width"/> long) and returns how many features could be observed.</summary>
    public int Prepare(ReadOnlySpan<float> raw, Span<float> values, Span<float> ranks)
    {
        var observed = 0;
        for (var j = 0; j < _columns.Length; j++)
        {
            ref readonly var column = ref _columns[j];
            if (!column.Observed || float.IsNaN(raw[j]))
            {
                values[j] = column.Fill;
                ranks[j] = 0;
                continue;
            }

            observed++;
            var x = Math.Clamp(raw[j], -Huge, Huge);
            values[j] = column.Standardise(x);
            ranks[j] = Rank(j, x) - column.RankCentre;
        }

        return observed;
    }

    /// <summary>Normal deviate of the middle of the ranks that share this value.</summary>
    internal float Rank(int column, float x)
    {
        var (k, exact) = _grids[column].Locate(x);
        if (exact) return _atKnot[column][k];
        if (k == 0) return _belowKnot[column][0];
        return k == _grids[column].Knots.Length ? -_belowKnot[column][0] : _belowKnot[column][k];
    }

    private static float[] Deviates(QuantileGrid grid, Func<float, float, float> mass)
    {
        var deviates = new float[grid.Knots.Length];
        for (var k = 0; k < deviates.Length; k++)
        {
            var share = (double)mass(grid.MassBelow[k], grid.MassUpTo[k]);
            deviates[k] = (float)NormalDeviate.Of(((share * grid.Count) + 0.5) / (grid.Count + 1));
        }

        return deviates;
    }
}
