using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;

namespace Stray.Embedded;

/// <summary>Who listens to a run while it goes on; null parts are not computed for.</summary>
public sealed record Printing(Action<FlowRecord, Score?>? Flow, Action<FlowFinding, FlowIdentity>? Finding, Action<Alert>? Alert)
{
    public static Printing None { get; } = new(null, null, null);
}
