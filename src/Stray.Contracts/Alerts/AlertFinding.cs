using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Contracts.Alerts;

/// <summary>A protocol finding inside an alert, folded over the flows of the entity's window; the evidence is the first one's.</summary>
/// <param name="Count">Occurrences over all flows.</param>
/// <param name="Flows">How many flows showed it.</param>
public sealed record AlertFinding(
    FindingName Name, long Count, int Flows, string Sensor, long Frame, int Offset, int Length, string Detail, FlowIdentity Flow);
