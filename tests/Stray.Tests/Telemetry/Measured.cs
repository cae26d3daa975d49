using System.Diagnostics.Metrics;

namespace Stray.Tests.Telemetry;

/// <summary>Every measurement of one meter, as it happens.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(Instrument Instrument, double Value, Dictionary<string, string?> Labels)> _all = [];

    public Measured(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Add(instrument, value, labels));
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Add(instrument, value, labels));
        _listener.Start();
    }

    public IReadOnlyList<(Instrument Instrument, double Value, Dictionary<string, string?> Labels)> All
    {
        get
        {
            _listener.RecordObservableInstruments();
            return _all;
        }
    }

    /// <summary>The measured values of an instrument, added up, where a label has this value.</summary>
    public double Sum(string instrument, string? label = null) =>
        All.Where(m => m.Instrument.Name == instrument && (label is null || m.Labels.ContainsValue(label))).Sum(m => m.Value);

    public double Last(string instrument) => All.Last(m => m.Instrument.Name == instrument).Value;

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var kept = new Dictionary<string, string?>();
        foreach (var (key, text) in labels)
        {
            kept[key] = text?.ToString();
        }

        _all.Add((instrument, value, kept));
    }
}
