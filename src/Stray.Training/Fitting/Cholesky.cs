using System.Numerics.Tensors;

namespace Stray.Training.Fitting;

/// <summary>Inverse of the Cholesky factor of a positive definite matrix, packed by rows.</summary>
internal static class Cholesky
{
    private const double Floor = 1e-10;

    /// <param name="matrix">d×d, of which the lower triangle is read.</param>
    /// <returns>L⁻¹ as its packed lower triangle, and ln|matrix|.</returns>
    public static (float[] Factor, double LogDeterminant) InverseOf(double[] matrix)
    {
        var d = (int)Math.Sqrt(matrix.Length);
        var lower = Factorise(matrix, d);
        var inverse = Invert(lower, d);
        var packed = new float[d * (d + 1) / 2];
        var (at, logarithm) = (0, 0.0);
        for (var i = 0; i < d; i++)
        {
            logarithm += 2 * Math.Log(lower[(i * d) + i]);
            for (var j = 0; j <= i; j++) packed[at++] = (float)inverse[(i * d) + j];
        }

        return (packed, logarithm);
    }

    // Both loops run along rows only, where vectors can work: along columns they were half of the training time.
    private static double[] Factorise(double[] matrix, int d)
    {
        var lower = new double[d * d];
        for (var i = 0; i < d; i++)
        {
            var row = lower.AsSpan(i * d, d);
            for (var j = 0; j <= i; j++)
            {
                var known = j == 0 ? 0 : TensorPrimitives.Dot<double>(row[..j], lower.AsSpan(j * d, j));
                var sum = matrix[(i * d) + j] - known;
                row[j] = i == j ? Math.Sqrt(Math.Max(sum, Floor)) : sum / lower[(j * d) + j];
            }
        }

        return lower;
    }

    private static double[] Invert(double[] lower, int d)
    {
        var inverse = new double[d * d];
        for (var i = 0; i < d; i++)
        {
            var row = inverse.AsSpan(i * d, i + 1);
            for (var k = 0; k < i; k++)
            {
                TensorPrimitives.MultiplyAdd(inverse.AsSpan(k * d, k + 1), -lower[(i * d) + k], row[..(k + 1)], row[..(k + 1)]);
            }

            row[i] = 1;
            TensorPrimitives.Divide(row, lower[(i * d) + i], row);
        }

        return inverse;
    }
}
