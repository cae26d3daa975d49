using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;

namespace Stray.Detection.Alerting;

/// <summary>What one entity showed in one event-time window: findings folded by name, the strangest flows, totals.</summary>
internal sealed class EntityWindow(string entity, string sensor, long start)
{
    private readonly Dictionary<FindingName, AlertFinding> _findings = [];
    private readonly List<AlertFlow> _flows = [];
    private readonly OddEdges _odd = new();
    private readonly OddEdges _news = new();

    public string Entity => entity;

    public string Sensor => sensor;

    public long Start => start;

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

    public void Add(FlowRecord flow, Score? score, AlertOptions options)
    {
        FlowCount++;
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
        _findings[finding.Name] = earlier is null
            ? new AlertFinding(finding.Name, finding.Count, 1, from, finding.Frame, finding.Offset, finding.Length, finding.Detail.ToString(), flow)
            : earlier with { Count = earlier.Count + finding.Count, Flows = earlier.Flows + 1 };
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

        var at = _flows.FindIndex(f => Stranger(flow.Score, f.Score));
        _flows.Insert(at < 0 ? _flows.Count : at, flow);
        if (_flows.Count > options.EvidenceFlows)
        {
            _flows.RemoveAt(_flows.Count - 1);
        }
    }

    private static bool Stranger(Score a, Score b) => a.PValue != b.PValue ? a.PValue < b.PValue : a.Value > b.Value;
}
