using System.Diagnostics.Metrics;
using Stray.Contracts.Alerts;
using Stray.Contracts.Telemetry;

namespace Stray.Streaming;

/// <summary>What <c>alert</c> tells of the alerts it sends.</summary>
internal sealed class AlertMetrics(Meter meter, TimeProvider time)
{
    private readonly Counter<long> _alerts = meter.Counter(DetectionInstruments.Alerts);
    private readonly Counter<long> _lost = meter.Counter(StreamInstruments.Lost);
    private readonly Histogram<double> _delay = meter.Histogram(DetectionInstruments.AlertDelay);

    /// <summary>An alert that no message can hold: it is in nobody's hands, so at least it is counted.</summary>
    public void TooLarge() => _lost.Add(1, Labels.DropReason.Is(Drops.Of(DropReason.TooLarge).Id));

    public void Told(Alert alert)
    {
        _alerts.Add(1, Labels.Activity.Is(Labels.Lower(alert.Activity.ToString())), Labels.Severity.Is(Labels.Lower(alert.Severity.ToString())));
        var sinceSeen = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds - (alert.LastSeen / 1e9);
        _delay.Record(Math.Max(0, sinceSeen));
    }
}
