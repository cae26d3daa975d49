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

    public string Entity => entity;

    public string Sensor => sensor;

    public long Start => start;

    public long FirstSeen { get; private set; } = long.MaxValue;

    public long LastSeen { get; private set; } = long.MinValue;

    public int FlowCount { get; private set; }

    public int FlaggedFlows { get; private set; }

    public double SmallestPValue { get; private set; } = 1;

    public IReadOnlyCollection<AlertFinding> Findings => _findings.Values;

    /// <summary>Strangest first.</summary>
    public IReadOnlyList<AlertFlow> Flows => _flows;

    public void Add(FlowRecord flow, Score? score, AlertOptions options)
    {
        FlowCount++;
        FirstSeen = Math.Min(FirstSeen, flow.Start);
        LastSeen = Math.Max(LastSeen, flow.End);
        var identity = FlowIdentity.Of(flow);
        foreach (var finding in flow.Findings)
        {
            Fold(finding, flow.Sensor, identity);
        }

        if (score is not null)
        {
            Rank(new AlertFlow(identity, score), options);
        }
    }

    private void Fold(in FlowFinding finding, string from, FlowIdentity flow)
    {
        var earlier = _findings.GetValueOrDefault(finding.Name);
        _findings[finding.Name] = earlier is null
            ? new AlertFinding(finding.Name, finding.Count, 1, from, finding.Frame, finding.Offset, finding.Length, finding.Detail.ToString(), flow)
            : earlier with { Count = earlier.Count + finding.Count, Flows = earlier.Flows + 1 };
    }

    private void Rank(AlertFlow flow, AlertOptions options)
    {
        SmallestPValue = Math.Min(SmallestPValue, flow.Score.PValue);
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
