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
internal sealed class JudgingStage(RunFolder folder, ScoringModel? model, AlertOptions options) : IDisposable
{
    private readonly AlertFold _fold = new(model?.Habits is { } habits ? options with { IsNews = habits.IsNews } : options);
    private readonly List<Alert> _alerts = [];
    private readonly Dictionary<FindingName, (long Count, long Flows)> _totals = [];
    private readonly Observation _observation = ObservationCodec.Create();
    private readonly RecordFileWriter<ObservationCodec, Observation> _observations = new(File.Create(folder.Observations));
    private readonly LineWriter _lines = new(File.Create(folder.FindingLines));

    /// <summary>Told every flow with its score, for <c>--print flows</c>; null when nobody listens.</summary>
    public Action<FlowRecord, Score?>? OnFlow { get; init; }

    /// <summary>Told every finding of every flow, for <c>--print findings</c>; null when nobody listens.</summary>
    public Action<FlowFinding, FlowIdentity>? OnFinding { get; init; }

    public IReadOnlyList<Alert> Alerts => _alerts;

    /// <summary>Flows that could not be scored: reported, never passed as normal.</summary>
    public long Unscorable { get; private set; }

    public double RealisedRate => _fold.Scored == 0 ? double.NaN : (double)_fold.Flagged / _fold.Scored;

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
        var score = Score(flow);
        model?.Habits?.Report(flow);
        OnFlow?.Invoke(flow, score);
        WriteFindings(flow);
        Observe(flow, score);
    }

    /// <summary>The input ended: closes every window and writes the alerts.</summary>
    public void Finish()
    {
        _alerts.AddRange(_fold.Close());
        using var lines = new LineWriter(File.Create(folder.AlertLines));
        foreach (var alert in _alerts)
        {
            lines.Write(alert, Ocsf.Write);
        }
    }

    public void Dispose()
    {
        _observations.Dispose();
        _lines.Dispose();
    }

    private Score? Score(FlowRecord flow)
    {
        if (model is null)
        {
            return null;
        }

        var verdict = model.Score(flow);
        if (!verdict.IsScored)
        {
            Unscorable++;
            return null;
        }

        // Reasons cost more than the score: only flows that somebody may look at get them.
        return OnFlow is not null || verdict.PValue <= options.CorroboratingPValue
            ? model.Explain(flow.Features, verdict)
            : new Score(verdict.Value, verdict.PValue, model.Segments[verdict.Segment].Name, model.Name, []);
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
        if (flow.Findings.Count > 0 || score?.PValue <= options.CorroboratingPValue)
        {
            (_observation.Entity, _observation.Flow, _observation.Score) = (AlertFold.EntityOf(flow), flow, score);
            _observations.Write(_observation);
        }

        if (_fold.Add(flow, score) is { } early)
        {
            _alerts.Add(early);
        }
    }
}
