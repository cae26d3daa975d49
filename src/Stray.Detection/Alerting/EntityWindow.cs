using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;

namespace Stray.Detection.Alerting;

/// <summary>What one entity showed in one event-time window: findings folded by name, the strangest flows, totals.</summary>
internal sealed class EntityWindow
{
    private readonly Dictionary<FindingName, AlertFinding> _findings = [];
    private readonly List<AlertFlow> _flows = [];
    private readonly OddEdges _odd = new();
    private readonly OddEdges _news = new();

    public EntityWindow(string entity, long start)
    {
        (Entity, Start) = (entity, start);
        Place = new LinkedListNode<EntityWindow>(this);
    }

    public string Entity { get; }

    /// <summary>The first by name of the sensors that saw it: the order of arrival must not matter.</summary>
    public string? Sensor { get; private set; }

    public long Start { get; }

    /// <summary>When something was added last, by the wall clock.</summary>
    public DateTimeOffset Touched { get; private set; }

    /// <summary>Its place in the order of use.</summary>
    public LinkedListNode<EntityWindow> Place { get; }

    public Publication Published { get; set; }

    public long FirstSeen { get; private set; } = long.MaxValue;

    public long LastSeen { get; private set; } = long.MinValue;

    public int FlowCount { get; private set; }

    public int FlaggedFlows { get; private set; }

    /// <summary>
    /// Whether a flow with a tier-C finding is so unlikely that it would stand out even among all edges of the window that
    /// show one (Bonferroni): the more odd edges there are, the stranger one of them must be.
    /// </summary>
    public bool Supported(AlertOptions options) =>
        _odd.Supports(options.CorroboratingPValue) || _news.Supports(options.NewsPValue);

    /// <summary>Whether one tier-C finding came back often enough to alert by itself.</summary>
    public bool IsRepeated { get; private set; }

    public IReadOnlyCollection<AlertFinding> Findings => _findings.Values;

    /// <summary>Strangest first.</summary>
    public IReadOnlyList<AlertFlow> Flows => _flows;

    public void Touch(DateTimeOffset now) => Touched = now;

    public void Add(FlowRecord flow, Score? score, AlertOptions options)
    {
        FlowCount++;
        Sensor = Sensor is null || string.CompareOrdinal(flow.Sensor, Sensor) < 0 ? flow.Sensor : Sensor;
        if (flow.Findings.Count > 0 || score?.PValue <= options.FlaggedPValue)
        {
            FirstSeen = Math.Min(FirstSeen, flow.Start);
            LastSeen = Math.Max(LastSeen, flow.End);
        }

        var identity = FlowIdentity.Of(flow);
        foreach (var finding in flow.Findings)
        {
            Fold(finding, flow.Sensor, identity);
            IsRepeated |= Repeats(finding, flow) >= Enough(finding.Name, options);
        }

        if (score is not null)
        {
            Weigh(flow, score, options);
            Rank(new AlertFlow(identity, score), options);
        }
    }

    private long Repeats(in FlowFinding finding, FlowRecord flow) => FindingCatalogue.Of(finding.Name).Tier != FindingTier.C
        ? 0
        : flow.Direction == FlowDirection.Link ? _findings[finding.Name].Count : _findings[finding.Name].Flows;

    private static int Enough(FindingName name, AlertOptions options) =>
        FindingCatalogue.Of(name).Group == FindingGroup.Habits ? options.BrokenHabits : options.RepeatedFlows;

    private void Fold(in FlowFinding finding, string from, FlowIdentity flow)
    {
        var earlier = _findings.GetValueOrDefault(finding.Name);
        var (count, flows) = (finding.Count + (earlier?.Count ?? 0), 1 + (earlier?.Flows ?? 0));
        _findings[finding.Name] = earlier is null || IsEarlier(finding, flow, earlier)
            ? new AlertFinding(finding.Name, count, flows, from, finding.Frame, finding.Offset, finding.Length, finding.Detail.ToString(), flow)
            : earlier with { Count = count, Flows = flows };
    }

    private void Weigh(FlowRecord flow, Score score, AlertOptions options)
    {
        foreach (var finding in flow.Findings)
        {
            if (FindingCatalogue.Of(finding.Name).Tier == FindingTier.C && !IsCommonplace(finding.Name))
            {
                (options.IsNews(finding.Name) ? _news : _odd).Add(flow, score.PValue);
            }
        }
    }

    // These follow from what the score weighs as well, or from a server that is down: a flow that failed is rare because it
    // failed, which is one fact and not two. They alert by repetition, or by a score that would alert without them.
    private static bool IsCommonplace(FindingName name) => name is FindingName.TcpConnectionFailedOrScan
        or FindingName.FlowPeriodicBeacon or FindingName.IcmpUnsolicited
        or FindingName.TcpDataAfterClose or FindingName.TcpRstWithData or FindingName.HttpHeaderSuspicious;

    private void Rank(AlertFlow flow, AlertOptions options)
    {
        if (flow.Score.PValue <= options.FlaggedPValue)
        {
            FlaggedFlows++;
        }
        else if (flow.Score.PValue > options.CorroboratingPValue)
        {
            return;
        }

        var at = _flows.FindIndex(f => Stranger(flow, f));
        _flows.Insert(at < 0 ? _flows.Count : at, flow);
        if (_flows.Count > options.EvidenceFlows)
        {
            _flows.RemoveAt(_flows.Count - 1);
        }
    }

    // Ties are broken by event time and id, never by arrival.
    private static bool Stranger(AlertFlow a, AlertFlow b) =>
        a.Score.PValue != b.Score.PValue ? a.Score.PValue < b.Score.PValue
        : a.Score.Value != b.Score.Value ? a.Score.Value > b.Score.Value
        : IsEarlier(a.Flow, b.Flow);

    private static bool IsEarlier(in FlowFinding finding, FlowIdentity flow, AlertFinding than) =>
        flow.Start != than.Flow.Start || flow.CommunityId != than.Flow.CommunityId ? IsEarlier(flow, than.Flow) : finding.Frame < than.Frame;

    private static bool IsEarlier(FlowIdentity flow, FlowIdentity than) =>
        flow.Start != than.Start ? flow.Start < than.Start : string.CompareOrdinal(flow.CommunityId, than.CommunityId) < 0;
}
