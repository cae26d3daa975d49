using Stray.Contracts.Flows;

namespace Stray.Contracts.Scores;

/// <summary>One judged flow as it crosses <c>stray.observations.v1</c>, keyed by <see cref="Entity"/>.</summary>
public sealed class Observation
{
    /// <summary>Who it is about: the employee when attribution knows one, else the host.</summary>
    public string Entity { get; set; } = "";

    /// <summary>Identity, counts and findings of the flow; its features do not cross (the score's reasons hold those that matter).</summary>
    public FlowRecord Flow { get; set; } = new();

    /// <summary>Null when no model judged it: then its findings are why it crossed.</summary>
    public Score? Score { get; set; }
}
