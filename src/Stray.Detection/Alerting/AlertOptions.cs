using Stray.Contracts.Findings;

namespace Stray.Detection.Alerting;

/// <summary>What turns observations into alerts. Each setting: meaning, limit, default, here and nowhere else.</summary>
public sealed record AlertOptions
{
    /// <summary>Tenant that alerts are numbered under.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>Event-time window that one alert covers; 1 minute to 7 days, default 4 hours.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(4);

    /// <summary>
    /// A flow whose p-value is at most this strays enough to alert alone; (0, 1). The caller derives it from the alert budget.
    /// </summary>
    public double FlaggedPValue { get; init; } = 0.001;

    /// <summary>
    /// How likely an entity's window may be to hold so strange a flow among those with a tier-C finding, before the finding
    /// counts as corroborated; (0, 1), default 0.01.
    /// </summary>
    public double CorroboratingPValue { get; init; } = 0.01;

    /// <summary>
    /// The same for findings that are news here (<see cref="IsNews"/>): what never occurred in the baseline needs less support;
    /// (0, 1), default 0.05.
    /// </summary>
    public double NewsPValue { get; init; } = 0.05;

    /// <summary>Flows of one entity and window that must break the same learned habit before that alone is an alert; default 5.</summary>
    public int BrokenHabits { get; init; } = 5;

    /// <summary>Whether the baseline knows that a finding never occurs here; without a baseline none is known to.</summary>
    public Func<FindingName, bool> IsNews { get; init; } = static _ => false;

    /// <summary>
    /// Flows of one entity and window that must show the same tier-C finding before repetition alone makes it an alert
    /// (a sweep, a flood); at least 2, default 100. Link flows never end, so there the frames count.
    /// </summary>
    public int RepeatedFlows { get; init; } = 100;

    /// <summary>Entity windows kept open at once; the oldest is closed first and counted; default 100 000.</summary>
    public int OpenWindows { get; init; } = 100_000;

    /// <summary>Strangest flows kept as evidence per alert; default 5.</summary>
    public int EvidenceFlows { get; init; } = 5;
}
