namespace Stray.Contracts.Telemetry;

/// <summary>What the scoring and alerting stages tell.</summary>
public static class DetectionInstruments
{
    public static readonly InstrumentDefinition Scored = new(
        "stray.score.scored", InstrumentKind.Counter, "{flow}", "Flows with a score.", []);

    public static readonly InstrumentDefinition Flagged = new(
        "stray.score.flagged", InstrumentKind.Counter, "{flow}", "Scored flows at or below the p-value of the alert budget.", []);

    public static readonly InstrumentDefinition Unscorable = new(
        "stray.score.unscorable", InstrumentKind.Counter, "{flow}", "Flows the model could not score; they are reported, never passed as normal.", []);

    public static readonly InstrumentDefinition PromisedRate = new(
        "stray.score.promised_rate", InstrumentKind.Gauge, "1", "Share of flows that the alert budget allows to be flagged.", []);

    public static readonly InstrumentDefinition RealisedRate = new(
        "stray.score.realised_rate", InstrumentKind.Gauge, "1", "Share of scored flows that were flagged since the model was loaded.", []);

    public static readonly InstrumentDefinition ModelAge = new(
        "stray.model.age", InstrumentKind.Gauge, "s", "Time since the model in use was published.", []);

    public static readonly InstrumentDefinition ModelInfo = new(
        "stray.model.info", InstrumentKind.Gauge, "{model}", "The model in use: always 1.", [Labels.Model, Labels.ModelVersion]);

    public static readonly InstrumentDefinition Alerts = new(
        "stray.alert.alerts", InstrumentKind.Counter, "{alert}", "Alerts told, new or with more to say.", [Labels.Activity, Labels.Severity]);

    public static readonly InstrumentDefinition AlertDelay = new(
        "stray.alert.delay", InstrumentKind.Histogram, "s", "From the last packet behind an alert to the alert: capture to alert, end to end.", [])
    {
        Buckets = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400, 86_400],
    };

    public static IReadOnlyList<InstrumentDefinition> All { get; } =
        [Scored, Flagged, Unscorable, PromisedRate, RealisedRate, ModelAge, ModelInfo, Alerts, AlertDelay];
}
