using Stray.Detection.Scoring;

namespace Stray.Training.Fitting;

/// <summary>Grows an isolation forest; ML.NET has none, and it is the family least like the others.</summary>
internal sealed class ForestGrower(FeatureMatrix rows, int seed)
{
    private const int Trees = 100;
    private const int Sample = 256;

    private readonly List<IsolationNode> _nodes = [];
    private readonly Random _random = new(seed);

    public IsolationForest Grow()
    {
        var size = Math.Min(Sample, rows.Rows);
        var roots = new int[Trees];
        var all = Enumerable.Range(0, rows.Rows).ToArray();
        var depth = (int)Math.Ceiling(Math.Log2(Math.Max(2, size)));
        for (var t = 0; t < Trees; t++)
        {
            _random.Shuffle(all);
            roots[t] = Split(all[..size], 0, depth);
        }

        return new([.. _nodes], roots, Math.Max(1, ExpectedPath(size)));
    }

    private int Split(int[] members, int depth, int limit)
    {
        var at = _nodes.Count;
        _nodes.Add(default);
        if (members.Length <= 1 || depth >= limit || !TryPickCut(members, out var feature, out var cut))
        {
            _nodes[at] = new(-1, (float)(depth + ExpectedPath(members.Length)), 0, 0);
            return at;
        }

        var left = Split([.. members.Where(i => rows.Row(i)[feature] < cut)], depth + 1, limit);
        var right = Split([.. members.Where(i => !(rows.Row(i)[feature] < cut))], depth + 1, limit);
        _nodes[at] = new(feature, cut, left, right);
        return at;
    }

    private bool TryPickCut(int[] members, out int feature, out float cut)
    {
        (feature, cut) = (0, 0);
        for (var attempt = 0; attempt < rows.Width; attempt++)
        {
            feature = _random.Next(rows.Width);
            var (low, high) = (float.MaxValue, float.MinValue);
            foreach (var i in members)
            {
                low = Math.Min(low, rows.Row(i)[feature]);
                high = Math.Max(high, rows.Row(i)[feature]);
            }

            if (!(high > low)) continue;
            cut = low + (_random.NextSingle() * (high - low));
            return true;
        }

        return false;
    }

    /// <summary>c(n) of the paper: mean depth of an unsuccessful search in a binary tree of n rows.</summary>
    private static double ExpectedPath(int n) =>
        n <= 1 ? 0 : (2 * (Math.Log(n - 1) + 0.5772156649)) - (2.0 * (n - 1) / n);
}
