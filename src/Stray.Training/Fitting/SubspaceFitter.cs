using Microsoft.ML;
using Microsoft.ML.Data;
using Stray.Detection.Scoring;

namespace Stray.Training.Fitting;

/// <summary>Principal directions by ML.NET's RandomizedPca; what is scored with them is ours.</summary>
internal static class SubspaceFitter
{
    private const int MostDirections = 20;

    public static SubspaceDetector Fit(FeatureMatrix rows, int seed)
    {
        // At rank = dimension nothing is left over for the residual, and ML.NET's model answers NaN.
        var rank = Math.Min(MostDirections, Math.Min(rows.Width, rows.Rows) / 2);
        if (rank < 1) return new(Mean(rows), [], []);
        var context = new MLContext(seed);
        var trainer = context.AnomalyDetection.Trainers.RandomizedPca(
            MlRows.FeatureColumn, rank: rank, oversampling: Math.Min(20, rows.Width - rank), seed: seed);
        var model = trainer.Fit(MlRows.Of(context, rows)).Model;
        VBuffer<float>[]? vectors = null;
        VBuffer<float> mean = default;
        model.GetEigenVectors(ref vectors, out _);
        model.GetMean(ref mean);
        return Scaled(rows, [.. mean.DenseValues()], [.. vectors.Select(v => v.DenseValues().ToArray())]);
    }

    private static float[] Mean(FeatureMatrix rows) =>
        [.. Enumerable.Range(0, rows.Width).Select(j => rows.Observed(j).DefaultIfEmpty().Average())];

    /// <summary>Directions without variance would divide by nothing; they say nothing either.</summary>
    private static SubspaceDetector Scaled(FeatureMatrix rows, float[] mean, float[][] vectors)
    {
        var (kept, variances) = (new List<float>(), new List<float>());
        foreach (var vector in vectors)
        {
            var sum = 0.0;
            for (var i = 0; i < rows.Rows; i++)
            {
                var projection = 0.0;
                var row = rows.Row(i);
                for (var j = 0; j < vector.Length; j++) projection += vector[j] * (row[j] - mean[j]);
                sum += projection * projection;
            }

            var variance = (float)(sum / rows.Rows);
            if (!(variance > 1e-6f)) continue;
            kept.AddRange(vector);
            variances.Add(variance);
        }

        return new(mean, [.. kept], [.. variances]);
    }
}
