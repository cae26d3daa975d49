using System.Net;

namespace Stray.Settings;

/// <summary>The limits of the telemetry settings.</summary>
internal static class TelemetryCheck
{
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];
    private static readonly string[] Protocols = ["grpc", "http"];

    public static SettingsFailure? FirstFailure(TelemetrySettings telemetry) =>
        Endpoint(telemetry.OtlpEndpoint)
        ?? OneOf("Telemetry:OtlpProtocol", telemetry.OtlpProtocol, Protocols)
        ?? SettingsCheck.Between("Telemetry:IntervalSeconds", telemetry.IntervalSeconds, 1, 300)
        ?? Listen(telemetry.Listen)
        ?? OneOf("Telemetry:LogLevel", telemetry.LogLevel, Levels);

    // A password in the address would end in logs and process lists; headers have OTEL_EXPORTER_OTLP_HEADERS.
    private static SettingsFailure? Endpoint(string address) =>
        address.Length == 0 || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0)
            ? null
            : new("Telemetry:OtlpEndpoint", "is no http or https address without a login, such as http://127.0.0.1:4317");

    private static SettingsFailure? Listen(string listen) =>
        listen.Length == 0 || (listen.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(listen, out _) && !listen.EndsWith(']'))
            ? null
            : new("Telemetry:Listen", $"'{listen}' is no address:port, such as 127.0.0.1:9464");

    private static SettingsFailure? OneOf(string name, string value, string[] allowed) =>
        allowed.Contains(value, StringComparer.OrdinalIgnoreCase) ? null : new(name, $"'{value}' is not one of {string.Join(", ", allowed)}");
}
