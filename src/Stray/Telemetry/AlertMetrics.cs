using System.Diagnostics.Metrics;
using Stray.Contracts.Alerts;
using Stray.Contracts.Telemetry;

namespace Stray.Telemetry;

/// <summary>What alerting tells of itself: how many, how grave, how long after the traffic.</summary>
public sealed class AlertMetrics
{
    private readonly TimeProvider _time;
    private readonly Counter<long> _alerts;
    private readonly Histogram<double> _delay;

    public AlertMetrics(Meter meter, TimeProvider time)
    {
        _time = time;
        _alerts = meter.Counter(DetectionInstruments.Alerts);
        _delay = meter.Histogram(DetectionInstruments.AlertDelay);
    }

    /// <summary>Counts an alert that goes out now.</summary>
    public void Count(Alert alert)
    {
        _alerts.Add(1, Labels.Activity.Is(Labels.Lower(alert.Activity.ToString())), Labels.Severity.Is(Labels.Lower(alert.Severity.ToString())));
        var seen = DateTimeOffset.UnixEpoch.AddTicks(alert.LastSeen / TimeSpan.NanosecondsPerTick);
        _delay.Record(Math.Max(0, (_time.GetUtcNow() - seen).TotalSeconds));
    }
}
