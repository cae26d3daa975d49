using Stray.Contracts.Alerts;

namespace Stray.Detection.Alerting;

/// <summary>What of an entity's window was published last, and so whether there is something new to say.</summary>
/// <param name="IsAny">Whether an alert with this id went out before.</param>
/// <param name="Names">How many kinds of finding it named.</param>
/// <param name="Flows">How many flows it counted; fewer than the window holds when part of that is not known to be published.</param>
internal readonly record struct Publication(bool IsAny, Severity Severity, int Confidence, int Names, int Flows)
{
    public static Publication Of(EntityWindow window, AlertVerdict verdict) =>
        new(true, verdict.Severity, verdict.Confidence, window.Findings.Count, window.FlowCount);

    /// <summary>
    /// The state a replayed stretch ends in: the alert went out with the commit that stretch ends at, its last counts perhaps not.
    /// </summary>
    public static Publication Settled(EntityWindow window, AlertVerdict verdict) =>
        verdict.IsAlert ? Of(window, verdict) with { Flows = window.FlowCount - 1 } : default;

    public bool IsWhole(EntityWindow window) => IsAny && Flows == window.FlowCount;

    public bool IsDue(EntityWindow window, AlertVerdict verdict, bool all) =>
        verdict.IsAlert && (!IsAny || Says(verdict, window) || window.FlowCount >= 2 * Math.Max(Flows, 8) || (all && !IsWhole(window)));

    private bool Says(AlertVerdict verdict, EntityWindow window) =>
        Severity != verdict.Severity || Confidence != verdict.Confidence || Names != window.Findings.Count;
}
