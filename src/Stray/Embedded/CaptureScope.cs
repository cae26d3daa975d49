using Stray.Capture.Features;
using Stray.Settings;

namespace Stray.Embedded;

/// <summary>What steps 1 to 5 are told by the user, whatever the source.</summary>
/// <param name="Filter">BPF expression; null for all frames.</param>
/// <param name="Sensor">Name of the capture point; null: each input is its own.</param>
public sealed record CaptureScope(string? Filter, string? Sensor, StraySettings Settings)
{
    /// <param name="input">File or interface.</param>
    internal EmitterOptions Emitter(string input) => new()
    {
        Tenant = Settings.Alerts.Tenant,
        Sensor = Sensor ?? Path.GetFileName(input),
        Networks = CapturePaths.Networks(Settings.Capture),
    };
}
