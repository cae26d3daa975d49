using Stray.Contracts.Flows;
using Stray.Contracts.Scores;

namespace Stray.Contracts.Alerts;

/// <summary>A flow that strays from the baseline, with its score.</summary>
public sealed record AlertFlow(FlowIdentity Flow, Score Score);
