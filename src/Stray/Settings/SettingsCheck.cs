namespace Stray.Settings;

/// <summary>The limits of every setting.</summary>
internal static class SettingsCheck
{
    public static SettingsFailure? FirstFailure(StraySettings settings) =>
        Between("Capture:FlowMemoryMiB", settings.Capture.FlowMemoryMiB, 16, 65_536)
        ?? Between("Capture:RingMiB", settings.Capture.RingMiB, 2, 4096)
        ?? Between("Alerts:WindowMinutes", settings.Alerts.WindowMinutes, 1, 10_080)
        ?? Between("Alerts:ReplayRecords", settings.Alerts.ReplayRecords, 0, 10_000_000)
        ?? Networks(settings.Capture.LocalNetworks)
        ?? Budget(settings.Alerts.Budget)
        ?? KafkaCheck.FirstFailure(settings)
        ?? TelemetryCheck.FirstFailure(settings.Telemetry);

    public static SettingsFailure? Between(string name, int value, int low, int high) =>
        value >= low && value <= high ? null : new(name, $"{value} is outside {low} to {high}");

    private static SettingsFailure? Networks(IReadOnlyList<string> networks)
    {
        var bad = networks.FirstOrDefault(n => !System.Net.IPNetwork.TryParse(n, out _));
        return bad is null ? null : new("Capture:LocalNetworks", $"'{bad}' is no network in CIDR form, such as 10.0.0.0/8");
    }

    private static SettingsFailure? Budget(string budget) => AlertBudget.TryParse(budget, out _)
        ? null
        : new("Alerts:Budget", $"'{budget}' is neither a number a day (\"5/day\") nor a rate between 0 and 1 (\"0.1%\")");
}
