namespace Stray.Training.Evaluation;

/// <summary>Rows with labels and what their columns are called.</summary>
public sealed record EvaluationTable(IReadOnlyList<string> Features, IReadOnlyList<EvaluationRow> Rows);
