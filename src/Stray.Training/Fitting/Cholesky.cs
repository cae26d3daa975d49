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

    private static double[] Factorise(double[] matrix, int d)
    {
        var lower = new double[d * d];
        for (var i = 0; i < d; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[(i * d) + j];
                for (var k = 0; k < j; k++) sum -= lower[(i * d) + k] * lower[(j * d) + k];
                lower[(i * d) + j] = i == j ? Math.Sqrt(Math.Max(sum, Floor)) : sum / lower[(j * d) + j];
            }
        }

        return lower;
    }

    private static double[] Invert(double[] lower, int d)
    {
        var inverse = new double[d * d];
        for (var j = 0; j < d; j++)
        {
            inverse[(j * d) + j] = 1 / lower[(j * d) + j];
            for (var i = j + 1; i < d; i++)
            {
                var sum = 0.0;
                for (var k = j; k < i; k++) sum -= lower[(i * d) + k] * inverse[(k * d) + j];
                inverse[(i * d) + j] = sum / lower[(i * d) + i];
            }
        }

        return inverse;
    }
}
