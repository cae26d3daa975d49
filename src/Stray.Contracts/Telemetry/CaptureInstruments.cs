namespace Stray.Contracts.Telemetry;

/// <summary>What a capturing process tells.</summary>
public static class CaptureInstruments
{
    public static readonly InstrumentDefinition Frames = new(
        "stray.capture.frames", InstrumentKind.Counter, "{frame}", "Frames read.", []);

    public static readonly InstrumentDefinition Bytes = new(
        "stray.capture.bytes", InstrumentKind.Counter, "By", "Bytes on the wire of the frames read.", []);

    public static readonly InstrumentDefinition Flows = new(
        "stray.capture.flows", InstrumentKind.Counter, "{flow}", "Flow records written; a long flow gives several.", []);

    public static readonly InstrumentDefinition Findings = new(
        "stray.capture.findings", InstrumentKind.Counter, "{finding}", "Findings, repeats in one flow counted.", [Labels.Finding, Labels.Tier]);

    public static readonly InstrumentDefinition Dropped = new(
        "stray.capture.dropped", InstrumentKind.Counter, "{item}", "Frames and flows that did not go on, by reason.", [Labels.DropReason]);

    public static readonly InstrumentDefinition Quality = new(
        "stray.capture.quality", InstrumentKind.Gauge, "1", "How much of the traffic the capture could not show, as a share.", [Labels.Quality]);

    public static IReadOnlyList<InstrumentDefinition> All { get; } = [Frames, Bytes, Flows, Findings, Dropped, Quality];
}
