using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;
using Stray.Contracts.Wire;
using Stray.Detection.Alerting;
using Stray.Detection.Scoring;
using Stray.Runs;

namespace Stray.Embedded;

/// <summary>Steps 7 and 8 of an embedded run: every flow is scored, its findings written, its entity's window folded.</summary>
internal sealed class JudgingStage(RunFolder folder, ScoringModel? model, AlertOptions options, TimeProvider time) : IDisposable
{
    private readonly FlowJudge _judge = new(model, options);
    private readonly AlertFold _fold = new(options, time);
    private readonly AlertFiles _files = new(folder);
    private readonly OrderedDictionary<string, Alert> _alerts = [];
    private readonly Dictionary<FindingName, (long Count, long Flows)> _totals = [];
    private readonly Observation _observation = ObservationCodec.Create();
    private readonly RecordFileWriter<ObservationCodec, Observation> _observations = new(File.Create(folder.Observations));
    private readonly LineWriter _lines = new(File.Create(folder.FindingLines));

    /// <summary>Told every flow with its score, for <c>--print flows</c>; null when nobody listens.</summary>
    public Action<FlowRecord, Score?>? OnFlow { get; init; }

    /// <summary>Told every finding of every flow, for <c>--print findings</c>; null when nobody listens.</summary>
    public Action<FlowFinding, FlowIdentity>? OnFinding { get; init; }

    /// <summary>Told every alert, and again when it has more to say; null when nobody listens.</summary>
    public Action<Alert>? OnAlert { get; init; }

    /// <summary>Alerts kept for the report; beyond it the oldest is forgotten, so that a run without end stays small.</summary>
    public int MostAlerts { get; init; } = int.MaxValue;

    /// <summary>Alerts that are in the files only.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Each alert as it was told last.</summary>
    public IReadOnlyList<Alert> Alerts => [.. _alerts.Values];

    /// <summary>Flows that could not be scored: reported, never passed as normal.</summary>
    public long Unscorable => _judge.Unscorable;

    /// <summary>Observations and alerts left out of their files because a topic would not take them either.</summary>
    public long TooLarge => _files.TooLarge + _observations.TooLarge;

    public double RealisedRate => _judge.RealisedRate;

    public IReadOnlyList<FindingTotal> Totals =>
        [.. _totals.OrderBy(t => FindingCatalogue.Of(t.Key).Tier).ThenByDescending(t => t.Value.Flows)
            .Select(t => new FindingTotal(FindingCatalogue.Of(t.Key), t.Value.Count, t.Value.Flows))];

    /// <summary>Judges what an earlier stage wrote.</summary>
    public void Run()
    {
        using var flows = new RecordFileReader<FlowCodec, FlowRecord>(File.OpenRead(folder.Flows), folder.Flows);
        var flow = FlowCodec.Create();
        while (flows.TryRead(flow))
        {
            Accept(flow);
        }
    }

    /// <summary>Judges one flow; the record may be reused afterwards.</summary>
    public void Accept(FlowRecord flow)
    {
        var score = _judge.Judge(flow, explain: OnFlow is not null);
        OnFlow?.Invoke(flow, score);
        WriteFindings(flow);
        Observe(flow, score);
    }

    /// <summary>Tells what came or changed since the last call, and forgets entities that have long been quiet.</summary>
    public void TellChanges()
    {
        _fold.CloseQuiet();
        Tell(_fold.TakeChanges());
    }

    /// <summary>The input ended: closes every window and tells what was not told.</summary>
    public void Finish() => Tell(_fold.Close());

    public void Dispose()
    {
        _observations.Dispose();
        _lines.Dispose();
        _files.Dispose();
    }

    private void Tell(IReadOnlyList<Alert> changes)
    {
        foreach (var alert in changes)
        {
            Keep(alert);
            _files.Write(alert);
            OnAlert?.Invoke(alert);
        }

        if (changes.Count > 0)
        {
            _files.Flush();
        }
    }

    private void Keep(Alert alert)
    {
        _alerts[alert.Id] = alert;
        if (_alerts.Count > MostAlerts)
        {
            _alerts.RemoveAt(0);
            Forgotten++;
        }
    }

    private void WriteFindings(FlowRecord flow)
    {
        if (flow.Findings.Count == 0)
        {
            return;
        }

        var identity = FlowIdentity.Of(flow);
        foreach (var finding in flow.Findings)
        {
            var total = _totals.GetValueOrDefault(finding.Name);
            _totals[finding.Name] = (total.Count + finding.Count, total.Flows + 1);
            _lines.Write((finding, identity), static (json, item) => FindingLines.Write(json, item.finding, item.identity));
            OnFinding?.Invoke(finding, identity);
        }
    }

    private void Observe(FlowRecord flow, Score? score)
    {
        if (options.IsNotable(flow, score))
        {
            (_observation.Entity, _observation.Flow, _observation.Score) = (AlertFold.EntityOf(flow), flow, score);
            _observations.Write(_observation);
            _fold.Add(_observation);
        }
    }
}
