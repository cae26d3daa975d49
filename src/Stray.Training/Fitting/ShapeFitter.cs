using System.Numerics.Tensors;
using Stray.Detection.Scoring;

namespace Stray.Training.Fitting;

/// <summary>
/// A covariance per cluster, shrunk towards the pooled one by d/(d+m) for m rows in d dimensions, with a ridge of a tenth
/// of the mean pooled variance: at 100 clusters most have fewer rows than dimensions, where the plain estimate is singular.
/// </summary>
internal static class ShapeFitter
{
    private const double Ridge = 0.1;
    private const double PooledCorrelation = 0.9;
    private const int FewestForOwn = 4;

    public static ClusterShapes Fit(FeatureMatrix rows, float[] centres, int[] cluster, int most)
    {
        var d = rows.Width;
        var clusters = centres.Length / d;
        var counts = new int[clusters];
        foreach (var c in cluster) counts[c]++;
        var sums = Scatter(rows, centres, cluster);
        var pooled = new double[d * d];
        foreach (var s in sums)
        {
            for (var a = 0; a < pooled.Length; a++) pooled[a] += s[a] / Math.Max(1, rows.Rows);
        }

        var ridge = (Ridge * Enumerable.Range(0, d).Average(a => pooled[(a * d) + a])) + 1e-4;
        var fewest = Math.Max(FewestForOwn, counts.OrderDescending().ElementAt(Math.Min(most, clusters) - 1));
        return Assemble(sums, counts, (pooled, ridge, fewest));
    }

    private static ClusterShapes Assemble(double[][] sums, int[] counts, (double[] Matrix, double Ridge, int Fewest) pooled)
    {
        var d = (int)Math.Sqrt(pooled.Matrix.Length);
        var factors = new List<float>();
        var factorOf = new int[counts.Length];
        var offsets = new float[counts.Length];
        var rows = counts.Sum();
        var shared = Cholesky.InverseOf(Shrunk(pooled.Matrix, 1, pooled.Matrix, pooled.Ridge));
        factors.AddRange(shared.Factor);
        for (var c = 0; c < counts.Length; c++)
        {
            var logDeterminant = shared.LogDeterminant;
            if (counts[c] >= pooled.Fewest)
            {
                var own = Cholesky.InverseOf(Shrunk(sums[c], counts[c], pooled.Matrix, pooled.Ridge));
                logDeterminant = own.LogDeterminant;
                factorOf[c] = factors.Count / own.Factor.Length;
                factors.AddRange(own.Factor);
            }

            offsets[c] = (float)(logDeterminant - (2 * Math.Log((counts[c] + 1.0) / (rows + counts.Length))));
        }

        return new(d, [.. factors], factorOf, offsets);
    }

    private static double[] Shrunk(double[] sum, int count, double[] pooled, double ridge)
    {
        var d = (int)Math.Sqrt(pooled.Length);
        var shrink = d / (double)(d + count);
        var result = new double[pooled.Length];
        for (var a = 0; a < d; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                var target = pooled[(a * d) + b] * (a == b ? 1 : PooledCorrelation);
                result[(a * d) + b] = ((1 - shrink) * sum[(a * d) + b] / count) + (shrink * target) + (a == b ? ridge : 0);
            }
        }

        return result;
    }

    /// <summary>Per cluster the lower triangle of Σ (x−c)(x−c)ᵀ.</summary>
    private static double[][] Scatter(FeatureMatrix rows, float[] centres, int[] cluster)
    {
        var d = rows.Width;
        var sums = new double[centres.Length / d][];
        for (var c = 0; c < sums.Length; c++) sums[c] = new double[d * d];
        var difference = new double[d];
        for (var i = 0; i < rows.Rows; i++)
        {
            var row = rows.Row(i);
            for (var j = 0; j < d; j++) difference[j] = row[j] - centres[(cluster[i] * d) + j];
            AddOuterProduct(sums[cluster[i]], difference);
        }

        return sums;
    }

    private static void AddOuterProduct(double[] sum, double[] x)
    {
        for (var a = 0; a < x.Length; a++)
        {
            if (x[a] == 0) continue;
            var row = sum.AsSpan(a * x.Length, a + 1);
            TensorPrimitives.MultiplyAdd(x.AsSpan(0, a + 1), x[a], row, row);
        }
    }
}
