using System.Diagnostics.Metrics;
using Stray.Contracts.Telemetry;

namespace Stray.Telemetry;

/// <summary>What scoring tells of itself: how much, by which model, and whether the promised rate is kept. Safe from any thread.</summary>
public sealed class ScoreMetrics
{
    private readonly TimeProvider _time;
    private readonly Counter<long> _scored;
    private readonly Counter<long> _flagged;
    private readonly Counter<long> _unscorable;
    private volatile ModelInUse? _model;

    public ScoreMetrics(Meter meter, TimeProvider time)
    {
        _time = time;
        _scored = meter.Counter(DetectionInstruments.Scored);
        _flagged = meter.Counter(DetectionInstruments.Flagged);
        _unscorable = meter.Counter(DetectionInstruments.Unscorable);
        meter.Gauge(DetectionInstruments.PromisedRate, () => Read(m => new(m.PromisedRate)));
        meter.Gauge(DetectionInstruments.RealisedRate, () => Read(m => m.Scored == 0 ? null : new((double)m.Flagged / m.Scored)));
        meter.Gauge(DetectionInstruments.ModelAge, () => Read(m => new(Math.Max(0, (_time.GetUtcNow() - m.Published).TotalSeconds))));
        meter.Gauge(DetectionInstruments.ModelInfo, () => Read(m => new(1, Labels.Model.Is(m.Name), Labels.ModelVersion.Is(m.Version))));
    }

    /// <summary>From now on this model scores; the realised rate starts anew.</summary>
    /// <param name="promisedRate">Share of flows the alert budget allows to be flagged, 0..1.</param>
    public void Use(string name, string version, DateTimeOffset published, double promisedRate) =>
        _model = new(name, version, published, promisedRate);

    /// <param name="flagged">Whether the flow is at or below the budget's p-value.</param>
    public void Count(bool flagged)
    {
        _scored.Add(1);
        if (flagged)
        {
            _flagged.Add(1);
        }

        _model?.Count(flagged);
    }

    public void CountUnscorable() => _unscorable.Add(1);

    private IEnumerable<Measurement<double>> Read(Func<ModelInUse, Measurement<double>?> read) =>
        _model is { } model && read(model) is { } measurement ? [measurement] : [];

    private sealed class ModelInUse(string name, string version, DateTimeOffset published, double promisedRate)
    {
        private long _scored;
        private long _flagged;

        public string Name => name;

        public string Version => version;

        public DateTimeOffset Published => published;

        public double PromisedRate => promisedRate;

        public long Scored => Interlocked.Read(ref _scored);

        public long Flagged => Interlocked.Read(ref _flagged);

        public void Count(bool flagged)
        {
            Interlocked.Increment(ref _scored);
            if (flagged)
            {
                Interlocked.Increment(ref _flagged);
            }
        }
    }
}
