namespace Stray.Training.Evaluation;

/// <param name="Target">Promised false-alarm rate, in (0, 1).</param>
/// <param name="Poison">Share of the test attacks hidden in the baseline as if benign, 0..1.</param>
public sealed record EvaluationOptions(double Target = 0.01, double Poison = 0, bool ByEntity = false)
{
    public TrainingOptions Training { get; init; } = new();
}
