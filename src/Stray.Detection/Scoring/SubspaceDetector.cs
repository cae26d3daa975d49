using System.Numerics.Tensors;

namespace Stray.Detection.Scoring;

/// <summary>
/// Principal subspace of the baseline with our own two scores: the absolute residual Q = ‖x−m‖² − Σ(vᵢ·(x−m))² and the
/// distance inside the subspace T² = Σ(vᵢ·(x−m))²/λᵢ. ML.NET's own score is the residual's share, blind to magnitude:
/// a row and ten thousand times that row score the same, and the mean row scores NaN.
/// </summary>
/// <param name="Vectors">Orthonormal eigenvectors, one after the other, each as long as <paramref name="Mean"/>.</param>
public sealed record SubspaceDetector(float[] Mean, float[] Vectors, float[] Variances) : IDetector
{
    public IReadOnlyList<string> Outputs { get; } = ["subspace.residual", "subspace.inside"];

    public void Score(scoped in PreparedRow row, Span<double> scores)
    {
        Span<float> centred = stackalloc float[Mean.Length];
        TensorPrimitives.Subtract(row.Values, Mean, centred);
        double residual = TensorPrimitives.Dot<float>(centred, centred);
        var inside = 0.0;
        for (var v = 0; v < Variances.Length; v++)
        {
            double projection = TensorPrimitives.Dot<float>(Vectors.AsSpan(v * Mean.Length, Mean.Length), centred);
            residual -= projection * projection;
            inside += projection * projection / Variances[v];
        }

        scores[0] = Math.Max(residual, 0);
        scores[1] = inside;
    }
}
