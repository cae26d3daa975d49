namespace Stray.Contracts.Telemetry;

/// <summary>One metric: a row of docs/telemetry.md, and all that is needed to create it.</summary>
/// <param name="Name">Dotted name, stable once released; by OpenTelemetry's semantic conventions where they have one.</param>
/// <param name="Unit">UCUM unit; in braces what is counted; 1 for a share of 0..1.</param>
/// <param name="What">What it measures, one sentence.</param>
/// <param name="Labels">The only labels its measurements may carry.</param>
public sealed record InstrumentDefinition(
    string Name, InstrumentKind Kind, string Unit, string What, IReadOnlyList<LabelDefinition> Labels)
{
    /// <summary>Upper bounds of a histogram's buckets, ascending; empty for the other kinds.</summary>
    public IReadOnlyList<double> Buckets { get; init; } = [];

    /// <summary>Its name where Prometheus scrapes it, e.g. stray_capture_frames_total.</summary>
    public string PrometheusName { get; } = Telemetry.PrometheusName.Of(Name, Unit, Kind == InstrumentKind.Counter, Kind == InstrumentKind.Gauge);
}
