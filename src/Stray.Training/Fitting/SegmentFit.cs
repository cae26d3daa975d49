using Stray.Detection.Scoring;

namespace Stray.Training.Fitting;

/// <summary>Preparation and detectors fitted on some rows, before anything is known of what their scores mean.</summary>
public sealed record SegmentFit(Preparation Preparation, IDetector[] Detectors)
{
    public int Outputs => Detectors.Sum(d => d.Outputs.Count);

    public static SegmentFit Of(FeatureMatrix rows, TrainingOptions options)
    {
        var kept = rows.Select(Trim.Keep(rows, options.TrimShare));
        var preparation = PreparationFitter.Fit(rows, kept);
        var prepared = PreparedMatrix.Of(preparation, kept);
        return new(preparation, [.. FitEach(preparation, prepared, options)]);
    }

    /// <summary>Raw scores of one row, one per output.</summary>
    public void Score(ReadOnlySpan<float> row, Span<double> scores)
    {
        Span<float> values = stackalloc float[row.Length];
        Span<float> ranks = stackalloc float[row.Length];
        Preparation.Prepare(row, values, ranks);
        Ensemble.ScoreEach(Detectors, new PreparedRow(row, values, ranks), scores);
    }

    private static IEnumerable<IDetector> FitEach(Preparation preparation, PreparedMatrix rows, TrainingOptions options)
    {
        var wanted = options.Weights;
        foreach (var (view, name) in new[] { (FeatureView.Values, "values"), (FeatureView.Ranks, "ranks") })
        {
            if (!wanted.ContainsKey($"{name}.distance") && !wanted.ContainsKey($"{name}.density")) continue;
            yield return ClusterFitter.Fit(rows.In(view), view, options);
        }

        if (wanted.ContainsKey("values.coarse_density")) yield return ClusterFitter.FitCoarse(rows.Values, FeatureView.Values, options);
        if (wanted.ContainsKey("tail")) yield return new TailDetector(preparation);
        if (wanted.ContainsKey("subspace.residual") || wanted.ContainsKey("subspace.inside"))
        {
            yield return SubspaceFitter.Fit(rows.Values, options.Seed);
        }

        if (wanted.ContainsKey("isolation")) yield return new ForestGrower(rows.Values, options.Seed).Grow();
    }
}
