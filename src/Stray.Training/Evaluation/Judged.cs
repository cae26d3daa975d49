namespace Stray.Training.Evaluation;

/// <summary>A test row after scoring.</summary>
internal readonly record struct Judged(EvaluationRow Row, double Score, bool Alert, double[]? Each)
{
    public bool Attack => Row.Label == 1;
}
