namespace Stray.Settings;

/// <summary>Where long-running verbs tell how they are doing.</summary>
public sealed class TelemetrySettings
{
    /// <summary>
    /// OpenTelemetry collector for metrics, traces and logs, such as http://127.0.0.1:4317; default empty: none, unless the
    /// standard variable OTEL_EXPORTER_OTLP_ENDPOINT names one.
    /// </summary>
    public string OtlpEndpoint { get; init; } = "";

    /// <summary>How <see cref="OtlpEndpoint"/> is spoken to: grpc (usually port 4317) or http (4318); default grpc.</summary>
    public string OtlpProtocol { get; init; } = "grpc";

    /// <summary>Seconds between two exports of the metrics to the collector; 1 to 300, default 15.</summary>
    public int IntervalSeconds { get; init; } = 15;

    /// <summary>
    /// address:port of /metrics, /healthz and /readyz, such as 127.0.0.1:9464; default empty: none. There is no login: bind it to
    /// an address only the monitoring reaches.
    /// </summary>
    public string Listen { get; init; } = "";

    /// <summary>Least level that is logged: trace, debug, information, warning, error or critical; default information.</summary>
    public string LogLevel { get; init; } = "information";

    /// <summary>Whether there is a collector to export to.</summary>
    internal bool IsExported =>
        OtlpEndpoint.Length > 0 || Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };
}
