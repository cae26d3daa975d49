namespace Stray.Detection.Scoring;

/// <summary>Inverse of the standard normal distribution, relative error below 1.2e-9 (P. J. Acklam, 2003).</summary>
internal static class NormalDeviate
{
    private const double Tail = 0.02425;

    private static ReadOnlySpan<double> A =>
    [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
        1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00,
    ];

    private static ReadOnlySpan<double> B =>
    [
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1,
    ];

    private static ReadOnlySpan<double> C =>
    [
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
        -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00,
    ];

    private static ReadOnlySpan<double> D =>
    [
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1,
    ];

    /// <param name="p">Inside (0, 1).</param>
    public static double Of(double p)
    {
        if (p > 1 - Tail) return -Of(1 - p);
        if (p < Tail)
        {
            var q = Math.Sqrt(-2 * Math.Log(p));
            return Polynomial(C, q) / Polynomial(D, q);
        }

        var centred = p - 0.5;
        return Polynomial(A, centred * centred) * centred / Polynomial(B, centred * centred);
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        var sum = 0.0;
        foreach (var c in coefficients) sum = (sum * x) + c;
        return sum;
    }
}
