using Stray.Capture.Frames;
using Stray.Settings;

namespace Stray.Embedded;

/// <summary>One embedded run as the user asked for it.</summary>
/// <param name="Inputs">Capture files and flow logs in any mix; "-" is stdin.</param>
/// <param name="Filter">BPF expression for capture files; null for all frames.</param>
/// <param name="Sensor">Name of the capture point; null: each input is its own.</param>
/// <param name="Baseline">Model that judges: a name, name@version, a model's folder or a run folder; null for none.</param>
/// <param name="Learn">Fit a model on this input and publish it as <see cref="ModelSettings.Name"/>.</param>
/// <param name="Folder">Run folder; created.</param>
public sealed record AnalysisPlan(
    IReadOnlyList<string> Inputs,
    string? Filter,
    string? Sensor,
    string? Baseline,
    bool Learn,
    string Folder,
    StraySettings Settings)
{
    /// <summary>An interface to capture from instead of <see cref="Inputs"/>, until stopped.</summary>
    public LiveOptions? Live { get; init; }

    public CaptureScope Scope => new(Filter, Sensor, Settings);
}
