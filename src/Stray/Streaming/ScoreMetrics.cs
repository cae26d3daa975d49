using System.Diagnostics.Metrics;
using System.Globalization;
using Stray.Contracts.Telemetry;
using Stray.Detection.Alerting;
using Stray.Training.Registry;

namespace Stray.Streaming;

/// <summary>What <c>score</c> tells of the model it judges with and of the rate it keeps.</summary>
internal sealed class ScoreMetrics
{
    private readonly FlowJudge _judge;
    private readonly PublishedModel? _model;
    private readonly AlertOptions _alerting;
    private readonly TimeProvider _time;
    private readonly Counter<long> _scored, _flagged, _unscorable;
    private long _toldScored, _toldFlagged, _toldUnscorable;

    public ScoreMetrics(Meter meter, FlowJudge judge, PublishedModel? model, AlertOptions alerting, TimeProvider time)
    {
        (_judge, _model, _alerting, _time) = (judge, model, alerting, time);
        (_scored, _flagged) = (meter.Counter(DetectionInstruments.Scored), meter.Counter(DetectionInstruments.Flagged));
        _unscorable = meter.Counter(DetectionInstruments.Unscorable);
        meter.Gauge(DetectionInstruments.PromisedRate, () => OfModel(_alerting.FlaggedPValue));
        meter.Gauge(DetectionInstruments.RealisedRate, () => OfModel(_judge.RealisedRate));
        meter.Gauge(DetectionInstruments.ModelAge, () => OfModel(Age()));
        meter.Gauge(DetectionInstruments.ModelInfo, Info);
    }

    /// <summary>Tells what was judged since the last call; once per batch, because a counter per flow would cost more than its score.</summary>
    public void Tell()
    {
        _scored.Add(_judge.Scored - _toldScored);
        _flagged.Add(_judge.Flagged - _toldFlagged);
        _unscorable.Add(_judge.Unscorable - _toldUnscorable);
        (_toldScored, _toldFlagged, _toldUnscorable) = (_judge.Scored, _judge.Flagged, _judge.Unscorable);
    }

    // A version is the second of its publication; a copy may have a suffix that says which of that second it is.
    private double Age() => _model?.Manifest.Version is { Length: >= 16 } version
        && DateTimeOffset.TryParseExact(version[..16], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var published)
        ? (_time.GetUtcNow() - published).TotalSeconds
        : double.NaN;

    private IEnumerable<Measurement<double>> OfModel(double value) => _model is null || double.IsNaN(value) ? [] : [new(value)];

    private IEnumerable<Measurement<double>> Info() => _model is null
        ? []
        : [new(1, Labels.Model.Is(_model.Manifest.Name), Labels.ModelVersion.Is(_model.Manifest.Version))];
}
