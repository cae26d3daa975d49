using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Stray.Detection.Scoring;

namespace Stray.Training.Fitting;

/// <summary>K-means centres by ML.NET's trainer. Its own score (a squared distance) and its predictor are not used.</summary>
public static class CentreFinder
{
    private const int RowsPerCentre = 30;
    private const int Iterations = 25;

    /// <returns>Row after row of centres; fewer than asked for when there are fewer distinct rows.</returns>
    public static float[] Find(FeatureMatrix rows, int clusters, TrainingOptions options)
    {
        rows = Sample(rows, Math.Max(options.CentreRows, clusters * RowsPerCentre));
        var distinct = CountDistinct(rows, 2 * clusters);
        clusters = Math.Min(clusters, Math.Max(1, distinct / 2));
        if (clusters == 1) return Mean(rows);
        var context = new MLContext(options.Seed);
        var trainer = context.Clustering.Trainers.KMeans(new KMeansTrainer.Options
        {
            FeatureColumnName = MlRows.FeatureColumn,
            NumberOfClusters = clusters,
            MaximumNumberOfIterations = Iterations,
            NumberOfThreads = 1, // sums in another order would give other centres for the same seed
            InitializationAlgorithm = KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus,
        });
        VBuffer<float>[]? found = null;
        trainer.Fit(MlRows.Of(context, rows)).Model.GetClusterCentroids(ref found, out _);
        return [.. found.Where(c => c.DenseValues().All(float.IsFinite)).SelectMany(c => c.DenseValues())];
    }

    private static FeatureMatrix Sample(FeatureMatrix rows, int most) => rows.Rows <= most
        ? rows
        : rows.Select([.. Enumerable.Range(0, most).Select(i => (int)((long)i * rows.Rows / most))]);

    private static int CountDistinct(FeatureMatrix rows, int enough)
    {
        var seen = new HashSet<int>();
        for (var i = 0; i < rows.Rows && seen.Count < enough; i++)
        {
            var hash = default(HashCode);
            foreach (var v in rows.Row(i)) hash.Add(v);
            seen.Add(hash.ToHashCode());
        }

        return seen.Count;
    }

    private static float[] Mean(FeatureMatrix rows)
    {
        var sums = new double[rows.Width];
        for (var i = 0; i < rows.Rows; i++)
        {
            var row = rows.Row(i);
            for (var j = 0; j < sums.Length; j++) sums[j] += (double)row[j] / rows.Rows;
        }

        return Array.ConvertAll(sums, s => (float)s);
    }

    /// <summary>Row → nearest centre.</summary>
    public static int[] Assign(FeatureMatrix rows, float[] centres)
    {
        var nearest = new int[rows.Rows];
        for (var i = 0; i < rows.Rows; i++)
        {
            var best = float.MaxValue;
            for (var c = 0; c * rows.Width < centres.Length; c++)
            {
                var d = Vectors.SquaredDistance(rows.Row(i), centres.AsSpan(c * rows.Width, rows.Width));
                if (d < best) (best, nearest[i]) = (d, c);
            }
        }

        return nearest;
    }
}
