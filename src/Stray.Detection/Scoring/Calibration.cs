namespace Stray.Detection.Scoring;

/// <summary>
/// What held-back baseline rows scored, and so what a score means. Conformal p = (1 + #{calibration ≥ s}) / (n + 1) holds
/// its promise whatever the detectors do, as long as new rows are exchangeable with these.
/// </summary>
public sealed class Calibration
{
    /// <summary>Rows from which on a segment needs nobody else's; below, its parent fills up the difference.</summary>
    public const int SelfSufficient = 1000;

    /// <summary>Rows from which on the tail beyond the largest calibration score is believed.</summary>
    public const int FewestForTail = 200;

    private readonly double[] _ascending;
    private readonly Calibration? _parent;
    private readonly double _borrowed;
    private readonly ExceedanceTail _tail;

    /// <param name="scores">Held-back scores in any order, finite, at least one.</param>
    /// <param name="parent">The parent segment's; null for the root.</param>
    public Calibration(ReadOnlySpan<double> scores, Calibration? parent)
    {
        _ascending = scores.ToArray();
        Array.Sort(_ascending);
        _parent = parent;
        _borrowed = parent is null ? 0 : Math.Max(0, SelfSufficient - _ascending.Length);
        _tail = ExceedanceTail.Fit(_ascending);
    }

    public int Count => _ascending.Length;

    internal ReadOnlySpan<double> Scores => _ascending;

    /// <summary>
    /// In (0, 1]. A small segment's is mixed with its parent's as if the parent supplied the missing rows: own
    /// thresholds need about a thousand rows, and a mean of valid p-values weighted by rows keeps the overall rate.
    /// </summary>
    public double PValue(double score)
    {
        var own = 1.0 + (_ascending.Length - CountBelow(score));
        return _parent is null ? own / (_ascending.Length + 1) : Borrow(own, _parent.PValue(score));
    }

    /// <summary>As <see cref="PValue"/>, but goes on falling beyond the largest calibration score, by the fitted tail.</summary>
    public double TailProbability(double score)
    {
        var below = CountBelow(score);
        if (below < _ascending.Length) return PValue(score);
        var own = Math.Min(1, _tail.Probability(score) * (_ascending.Length + 1));
        return _parent is null ? own / (_ascending.Length + 1) : Borrow(own, _parent.TailProbability(score));
    }

    /// <summary>
    /// <see cref="TailProbability"/> where enough rows fit the tail, else <see cref="PValue"/>: a tail fitted on a handful would
    /// promise rates nobody has seen.
    /// </summary>
    public double Probability(double score) => _ascending.Length >= FewestForTail ? TailProbability(score) : PValue(score);

    /// <summary>The score that baseline rows exceed at <paramref name="rate"/> (0..1]: alert above it.</summary>
    public double Threshold(double rate)
    {
        var (low, high) = (_ascending[0] - 1, Math.Max(_ascending[^1], 0) + 1);
        while (TailProbability(high) > rate && high < 1e12) high *= 2;
        for (var i = 0; i < 100 && low < high; i++)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high) break;
            if (TailProbability(middle) > rate) low = middle;
            else high = middle;
        }

        return low;
    }

    private double Borrow(double own, double parent) => (own + (_borrowed * parent)) / (_ascending.Length + 1 + _borrowed);

    private int CountBelow(double score)
    {
        var (from, to) = (0, _ascending.Length);
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            if (_ascending[middle] < score) from = middle + 1;
            else to = middle;
        }

        return from;
    }
}
