using System.Numerics.Tensors;

namespace Stray.Detection.Scoring;

/// <summary>
/// One shrunk covariance per cluster as the packed lower triangle of its inverse Cholesky factor, so that a squared
/// Mahalanobis distance is a run of dot products that can stop as soon as it exceeds the best so far.
/// </summary>
/// <param name="Dimensions">Features.</param>
/// <param name="Factors">Distinct triangles, each Dimensions·(Dimensions+1)/2 long; clusters too small for their own share one.</param>
/// <param name="FactorOf">Cluster → which triangle.</param>
/// <param name="Offsets">Cluster → ln|Σ| − 2·ln(weight).</param>
public sealed record ClusterShapes(int Dimensions, float[] Factors, int[] FactorOf, float[] Offsets)
{
    public int TriangleLength => Dimensions * (Dimensions + 1) / 2;

    /// <summary>−2·log of the weighted normal density, constants left out; <paramref name="limit"/> or more once it cannot win.</summary>
    public float Strangeness(int cluster, ReadOnlySpan<float> difference, float limit)
    {
        var sum = Offsets[cluster];
        var triangle = Factors.AsSpan(FactorOf[cluster] * TriangleLength, TriangleLength);
        for (var i = 0; i < Dimensions && sum < limit; i++)
        {
            var y = TensorPrimitives.Dot(triangle[..(i + 1)], difference[..(i + 1)]);
            sum += y * y;
            triangle = triangle[(i + 1)..];
        }

        return sum;
    }
}
