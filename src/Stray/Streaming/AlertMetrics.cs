using System.Diagnostics.Metrics;
using Stray.Contracts.Alerts;
using Stray.Contracts.Telemetry;

namespace Stray.Streaming;

/// <summary>What <c>alert</c> tells of the alerts it sends.</summary>
internal sealed class AlertMetrics(Meter meter, TimeProvider time)
{
    private readonly Counter<long> _alerts = meter.Counter(DetectionInstruments.Alerts);
    private readonly Histogram<double> _delay = meter.Histogram(DetectionInstruments.AlertDelay);

    public void Told(Alert alert)
    {
        _alerts.Add(1, Labels.Activity.Is(Labels.Lower(alert.Activity.ToString())), Labels.Severity.Is(Labels.Lower(alert.Severity.ToString())));
        var sinceSeen = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds - (alert.LastSeen / 1e9);
        _delay.Record(Math.Max(0, sinceSeen));
    }
}
