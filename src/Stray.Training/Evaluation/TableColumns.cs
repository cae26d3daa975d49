namespace Stray.Training.Evaluation;

/// <summary>Which columns of a table mean what.</summary>
/// <param name="Entity">Null: one baseline for all rows.</param>
/// <param name="Group">Used when the table has it.</param>
/// <param name="Time">Null: the rows are in the order of time.</param>
/// <param name="Features">Null: every other column that holds only numbers.</param>
public sealed record TableColumns(
    string Label = "label", string Split = "split", string? Entity = null, string Group = "group", string? Time = null)
{
    public IReadOnlyList<string>? Features { get; init; }

    internal IEnumerable<string> Reserved => new[] { Label, Split, Entity, Group, Time }.OfType<string>();
}
