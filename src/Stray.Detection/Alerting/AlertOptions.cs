using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;

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

    /// <summary>
    /// How long nothing new must come to an entity's window before it is closed and forgotten (wall time, so that a replayed
    /// old capture keeps its windows); 1 minute to 7 days, default 5 hours: longer than a window, or late evidence would fork it.
    /// </summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromHours(5);

    /// <summary>Strangest flows kept as evidence per alert; default 5.</summary>
    public int EvidenceFlows { get; init; } = 5;

    /// <summary>Whether a judged flow crosses to the alert stage: it breaks a rule, or is unlikely enough to support one that does.</summary>
    public bool IsNotable(FlowRecord flow, Score? score) => flow.Findings.Count > 0 || score?.PValue <= NotablePValue;

    /// <summary>The largest p-value that any rule of the alert stage still looks at.</summary>
    public double NotablePValue => Math.Max(CorroboratingPValue, FlaggedPValue);
}
