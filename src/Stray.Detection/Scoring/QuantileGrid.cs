namespace Stray.Detection.Scoring;

/// <summary>
/// The empirical distribution of one quantity as at most <see cref="MaximumKnots"/> knots with the exact mass below and up
/// to each. Heavy single values (zero, a flag, one port's packet size) always get a knot, so ties keep their whole mass.
/// </summary>
public sealed class QuantileGrid
{
    public const int MaximumKnots = 320;
    private const int BodyKnots = 256;

    private readonly float[] _knots;
    private readonly float[] _below;
    private readonly float[] _upTo;

    internal QuantileGrid(int count, float[] knots, float[] below, float[] upTo) =>
        (Count, _knots, _below, _upTo) = (count, knots, below, upTo);

    /// <summary>How many observations it was made of.</summary>
    public int Count { get; }

    public float Minimum => _knots.Length == 0 ? float.NaN : _knots[0];

    public float Maximum => _knots.Length == 0 ? float.NaN : _knots[^1];

    internal ReadOnlySpan<float> Knots => _knots;

    internal ReadOnlySpan<float> MassBelow => _below;

    internal ReadOnlySpan<float> MassUpTo => _upTo;

    /// <param name="observations">Any order, no NaN; sorted in place.</param>
    public static QuantileGrid Of(Span<float> observations)
    {
        observations.Sort();
        var n = observations.Length;
        List<float> knots = [], below = [], upTo = [];
        var nextTarget = 0.0;
        for (var start = 0; start < n;)
        {
            var end = start + 1;
            while (end < n && observations[end] == observations[start]) end++;
            var inTail = start < 16 || n - end < 16;
            if (inTail || end >= nextTarget || end == n)
            {
                knots.Add(observations[start]);
                below.Add((float)start / n);
                upTo.Add((float)end / n);
                while (nextTarget <= end) nextTarget += Math.Max(1.0, (double)n / BodyKnots);
            }

            start = end;
        }

        return new(n, [.. knots], [.. below], [.. upTo]);
    }

    /// <summary>P(X &lt; x) and P(X ≤ x), linear between knots.</summary>
    public (float Below, float UpTo) Mass(float x)
    {
        var k = LowerBound(x);
        if (k == _knots.Length) return (1, 1);
        if (_knots[k] == x) return (_below[k], _upTo[k]);
        if (k == 0) return (0, 0);
        var share = (x - _knots[k - 1]) / (_knots[k] - _knots[k - 1]);
        var mass = _upTo[k - 1] + (share * (_below[k] - _upTo[k - 1]));
        return (mass, mass);
    }

    /// <summary>The first knot not below x, and whether it is x itself.</summary>
    internal (int Knot, bool Exact) Locate(float x)
    {
        var k = LowerBound(x);
        return (k, k < _knots.Length && _knots[k] == x);
    }

    /// <summary>The value that a share <paramref name="p"/> (0..1) of the observations does not exceed.</summary>
    public float Quantile(double p)
    {
        for (var k = 0; k < _knots.Length; k++)
        {
            if (_upTo[k] >= p) return _knots[k];
        }

        return Maximum;
    }

    /// <summary>Branch-free halving: the comparisons of real rows are unpredictable, and a miss costs more than the step.</summary>
    private int LowerBound(float x)
    {
        var from = 0;
        var length = _knots.Length;
        while (length > 0)
        {
            var half = length >> 1;
            var right = _knots[from + half] < x;
            from = right ? from + half + 1 : from;
            length = right ? length - half - 1 : half;
        }

        return from;
    }
}
