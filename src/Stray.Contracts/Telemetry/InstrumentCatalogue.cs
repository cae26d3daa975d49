namespace Stray.Contracts.Telemetry;

/// <summary>Every metric of the product. docs/telemetry.md, the dashboards and the alert rules are held to it by tests.</summary>
/// <remarks>To add one: 1 its definition in the stage's list, 2 its labels in <see cref="Labels"/> where new, 3 the line that
/// records it in the stage's metrics class, 4 STRAY_WRITE_DOCS=1.</remarks>
public static class InstrumentCatalogue
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Source = "Stray";

    public static IReadOnlyList<InstrumentDefinition> All { get; } =
        [.. CaptureInstruments.All, .. StreamInstruments.All, .. DetectionInstruments.All];
}
