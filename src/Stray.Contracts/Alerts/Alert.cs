namespace Stray.Contracts.Alerts;

/// <summary>
/// Everything about one entity in one event-time window that together deserves a person's attention. The id depends on
/// tenant, analytic, entity and window only, so that more evidence updates the alert and never forks it.
/// </summary>
/// <param name="Id">32 hex digits: the first half of SHA-256 over tenant, analytic, entity, window start.</param>
/// <param name="Entity">The host the alert is about: an IP address, or a MAC address for link-layer findings.</param>
/// <param name="WindowStart">Event-time window, nanoseconds since 1970 UTC.</param>
/// <param name="Confidence">0..100: how sure the product is that this is not the baseline's ordinary behaviour.</param>
/// <param name="Expected">What the baseline or the standard says should be there, in one sentence.</param>
/// <param name="Seen">What was there instead, in one sentence.</param>
/// <param name="NotSeen">What the capture could not show (loss, one-way, cut frames); empty when nothing was missing.</param>
/// <param name="NextSteps">What to check next, most useful first.</param>
/// <param name="Baseline">Model that judged the flows; empty when only the standards did.</param>
/// <param name="FlowCount">Flows of the entity that contributed, of which <paramref name="Flows"/> holds the strangest.</param>
public sealed record Alert(
    string Id,
    string Tenant,
    string Sensor,
    string Entity,
    long WindowStart,
    long WindowEnd,
    long FirstSeen,
    long LastSeen,
    Severity Severity,
    int Confidence,
    string Title,
    string Expected,
    string Seen,
    string NotSeen,
    IReadOnlyList<string> NextSteps,
    IReadOnlyList<AlertFinding> Findings,
    IReadOnlyList<AlertFlow> Flows,
    int FlowCount,
    string Baseline)
{
    /// <summary>Whether this record begins the alert, adds to it or ends it.</summary>
    public AlertActivity Activity { get; init; } = AlertActivity.Create;

    public AlertStatus Status { get; init; } = AlertStatus.New;

    /// <summary>The suppression that matched; empty when none did.</summary>
    public string SuppressionId { get; init; } = "";
}
