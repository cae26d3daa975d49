using Stray.Detection.Scoring;

namespace Stray.Training.Fitting;

/// <summary>Fits a <see cref="ClusterDetector"/>: centres, a covariance per cluster, and the rows that stand for all.</summary>
public static class ClusterFitter
{
    /// <summary>Distance and density, at the fine resolution.</summary>
    public static ClusterDetector Fit(FeatureMatrix rows, FeatureView view, TrainingOptions options) =>
        Fit(rows, view, Math.Clamp(rows.Rows / 10, 1, options.Centres), options.ExemplarsPerCluster, options);

    /// <summary>Density alone, at the coarse resolution.</summary>
    public static ClusterDetector FitCoarse(FeatureMatrix rows, FeatureView view, TrainingOptions options) =>
        Fit(rows, view, Math.Clamp(rows.Rows / 30, 1, options.CoarseCentres), 0, options);

    private static ClusterDetector Fit(FeatureMatrix rows, FeatureView view, int clusters, int exemplarsPerCluster, TrainingOptions options)
    {
        var centres = CentreFinder.Find(rows, clusters, options);
        var cluster = CentreFinder.Assign(rows, centres);
        var shapes = ShapeFitter.Fit(rows, centres, cluster, options.OwnShapes);
        var (exemplars, ends) = exemplarsPerCluster == 0
            ? ([], [])
            : PickExemplars(rows, cluster, centres.Length / rows.Width, exemplarsPerCluster);
        return new(view, centres, shapes, exemplars, ends);
    }

    /// <summary>Evenly through time, so that no stretch of the baseline is forgotten.</summary>
    private static (float[] Exemplars, int[] Ends) PickExemplars(FeatureMatrix rows, int[] cluster, int clusters, int most)
    {
        var picked = new List<float>();
        var ends = new int[clusters];
        var members = cluster.Select((c, i) => (c, i)).ToLookup(p => p.c, p => p.i);
        for (var c = 0; c < clusters; c++)
        {
            var own = members[c].ToArray();
            var take = Math.Min(most, own.Length);
            for (var e = 0; e < take; e++) picked.AddRange(rows.Row(own[(long)e * own.Length / take]));
            ends[c] = picked.Count / rows.Width;
        }

        return ([.. picked], ends);
    }
}
