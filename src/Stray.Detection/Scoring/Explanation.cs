using Stray.Contracts.Scores;

namespace Stray.Detection.Scoring;

/// <summary>
/// Splits a score among the features: half by how far out in its own distribution each lies, half by its part of the
/// squared distance to the nearest ordinary cluster, so that both a rare value and a rare combination show.
/// </summary>
internal static class Explanation
{
    public static Reason[] Of(SegmentModel segment, string[] names, ReadOnlySpan<float> features, int most)
    {
        var shares = Shares(segment, features);
        var reasons = new List<Reason>();
        foreach (var j in Enumerable.Range(0, shares.Length).OrderByDescending(j => shares[j]).Take(most))
        {
            if (!(shares[j] > 0)) break;
            var grid = segment.Preparation.Grids[j];
            reasons.Add(new(names[j], features[j], shares[j], grid.Quantile(0.01), grid.Quantile(0.5), grid.Quantile(0.99)));
        }

        return [.. reasons];
    }

    private static float[] Shares(SegmentModel segment, ReadOnlySpan<float> features)
    {
        var width = features.Length;
        var tails = new double[width];
        for (var j = 0; j < width; j++) tails[j] = segment.Tail.Surprise(j, features[j]);
        var distances = Distances(segment, features);
        var (tailSum, distanceSum) = (tails.Sum(), distances.Sum());
        var shares = new float[width];
        for (var j = 0; j < width; j++)
        {
            var share = (tailSum > 0 ? tails[j] / tailSum : 0) + (distanceSum > 0 ? distances[j] / distanceSum : 0);
            shares[j] = float.IsNaN(features[j]) ? 0 : (float)(share / 2);
        }

        return shares;
    }

    private static double[] Distances(SegmentModel segment, ReadOnlySpan<float> features)
    {
        var values = new float[features.Length];
        var ranks = new float[features.Length];
        segment.Preparation.Prepare(features, values, ranks);
        var squares = new double[features.Length];
        foreach (var detector in segment.Ensemble.Detectors)
        {
            if (detector is not ClusterDetector { View: FeatureView.Values } clusters) continue;
            var centre = clusters.NearestCentre(values);
            for (var j = 0; j < squares.Length; j++) squares[j] = Math.Pow(values[j] - centre[j], 2);
            break;
        }

        return squares;
    }
}
