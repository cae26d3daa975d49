namespace Stray.Detection.Scoring;

/// <summary>How one feature becomes comparable with the others. All parameters come from baseline rows.</summary>
/// <param name="LogUnit">0: taken as it is; else sign(x)·ln(1 + |x|/unit), for skewed features.</param>
/// <param name="Centre">Mean after the logarithm.</param>
/// <param name="InverseDeviation">1 / standard deviation after the logarithm; 0 when never observed.</param>
/// <param name="Fill">Standardised median: what an unobservable value counts as.</param>
/// <param name="Limit">Largest standardised magnitude; small for a constant column, whose deviation is unknown.</param>
/// <param name="RankCentre">Mean normal deviate of the baseline (ties push it off zero).</param>
public readonly record struct ColumnPreparation(
    float LogUnit, float Centre, float InverseDeviation, float Fill, float Limit, float RankCentre)
{
    public bool Observed => InverseDeviation > 0;

    public float Standardise(float x)
    {
        var y = LogUnit > 0 ? MathF.CopySign(MathF.Log(1 + (MathF.Abs(x) / LogUnit)), x) : x;
        return Math.Clamp((y - Centre) * InverseDeviation, -Limit, Limit);
    }
}
