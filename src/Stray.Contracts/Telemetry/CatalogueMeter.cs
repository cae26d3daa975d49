using System.Diagnostics.Metrics;

namespace Stray.Contracts.Telemetry;

/// <summary>Creates instruments from their definitions: the only place that names one.</summary>
public static class CatalogueMeter
{
    public static Counter<long> Counter(this Meter meter, InstrumentDefinition of) => meter.CreateCounter<long>(of.Name, of.Unit, of.What);

    public static Histogram<double> Histogram(this Meter meter, InstrumentDefinition of) => meter.CreateHistogram(
        of.Name, of.Unit, of.What, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = of.Buckets });

    /// <summary>A counter whose total somebody else keeps.</summary>
    /// <param name="read">Called by whoever collects, on its thread.</param>
    public static void Total(this Meter meter, InstrumentDefinition of, Func<IEnumerable<Measurement<long>>> read) =>
        meter.CreateObservableCounter(of.Name, read, of.Unit, of.What);

    /// <param name="read">Called by whoever collects, on its thread.</param>
    public static void Gauge(this Meter meter, InstrumentDefinition of, Func<IEnumerable<Measurement<double>>> read) =>
        meter.CreateObservableGauge(of.Name, read, of.Unit, of.What);

    public static KeyValuePair<string, object?> Is(this LabelDefinition label, object? value) => new(label.Key, value);
}
