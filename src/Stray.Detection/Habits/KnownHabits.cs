using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Detection.Habits;

/// <summary>
/// What the baseline knows about who does what here, beside its distributions: a score sees that a flow is large or slow, not
/// that this host has never served files. Reports what breaks a habit as findings on the flow. Immutable once learned.
/// </summary>
/// <param name="known">Hashes of everything seen (<see cref="HabitKeys"/>).</param>
/// <param name="paces">Service → most flows of one edge in 10 min.</param>
/// <param name="settled">Kinds of habit of which the baseline has seen nearly all there is.</param>
/// <param name="shown">Findings that the baseline shows.</param>
/// <param name="narrow">Segments learned from fewer than <see cref="HabitLearner.FewestHosts"/> hosts.</param>
public sealed class KnownHabits(
    HashSet<ulong> known, Dictionary<ulong, float> paces, SettledHabits settled, HashSet<FindingName> shown, HashSet<string> narrow)
{
    /// <summary>Below so many flows of an edge in 10 min nothing is called a spike: one page can load that much.</summary>
    private const float LeastSpike = 60;

    /// <summary>A spike is at least this many times the most that any edge of the service ever reached.</summary>
    private const float SpikeFactor = 4;

    private readonly float _greatestPace = paces.Count == 0 ? 0 : paces.Values.Max();

    internal HashSet<ulong> Known => known;

    internal Dictionary<ulong, float> Paces => paces;

    internal HashSet<FindingName> Shown => shown;

    public SettledHabits Settled => settled;

    /// <summary>Whether the baseline is long enough to say of a finding that it never occurs here, and does not show it.</summary>
    public bool IsNews(FindingName name) => settled.HasFlag(SettledHabits.Findings) && !shown.Contains(name);

    internal HashSet<string> Narrow => narrow;

    public bool IsNarrow(string segment) => narrow.Contains(segment);

    /// <summary>Whether this source was among the few that a narrow segment was learned from.</summary>
    public bool KnowsSource(string segment, Address source) => known.Contains(HabitKeys.SourceInSegment(segment, source));

    /// <summary>Adds a finding to the flow for each habit that it breaks.</summary>
    public void Report(FlowRecord flow)
    {
        if (settled.HasFlag(SettledHabits.Services) && HabitKeys.IsServed(flow) && !known.Contains(HabitKeys.ServiceOnHost(flow)))
        {
            Add(flow, FindingName.HostServiceNew, new("answers on port {0}, which it never did in the baseline", flow.DestinationPort));
        }

        if (settled.HasFlag(SettledHabits.Protocols) && HabitKeys.HasProtocolOnPort(flow) && !known.Contains(HabitKeys.ProtocolOnPort(flow)))
        {
            Add(flow, FindingName.AppProtocolPortNew, new("the baseline never has this protocol on port {0}", flow.DestinationPort));
        }

        ReportSpike(flow);
        if (IsNewBeacon(flow))
        {
            Add(flow, FindingName.FlowBeaconNewDestination, new("beats like a clock, and no host contacted this destination in the baseline"));
        }
    }

    private void ReportSpike(FlowRecord flow)
    {
        var pace = flow.Features[(int)Feature.EdgeFlows600s];
        if (!settled.HasFlag(SettledHabits.Paces) || !(pace >= LeastSpike))
        {
            return;
        }

        var most = paces.GetValueOrDefault(HabitKeys.Pace(flow), _greatestPace / SpikeFactor);
        if (pace >= SpikeFactor * most)
        {
            Add(flow, FindingName.FlowRateSpike, new("{0} flows in 10 min, in the baseline at most {1}", (long)pace, (long)most));
        }
    }

    private bool IsNewBeacon(FlowRecord flow) =>
        settled.HasFlag(SettledHabits.Destinations)
        && flow.Findings.Exists(f => f.Name == FindingName.FlowPeriodicBeacon)
        && !known.Contains(HabitKeys.Destination(flow))
        && (flow.ServerName.Length == 0 || !known.Contains(HabitKeys.Name(flow)));

    private static void Add(FlowRecord flow, FindingName name, FindingDetail detail) =>
        flow.Findings.Add(new FlowFinding(name, flow.FirstFrame, -1, 0, flow.Start, 1, detail));
}
