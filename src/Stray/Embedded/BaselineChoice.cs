using System.Text.Json;
using Stray.Contracts.Features;
using Stray.Training.Registry;

namespace Stray.Embedded;

/// <summary>Finds the model a user means: a name, <c>name@version</c>, the folder of a version, or the run that learned it.</summary>
public static class BaselineChoice
{
    public static (PublishedModel? Model, string? Failure) Load(string wanted, string modelsPath, TimeProvider time)
    {
        if (File.Exists(Path.Combine(wanted, "run.json")))
        {
            return LoadOfRun(wanted, modelsPath, time);
        }

        var folder = new DirectoryInfo(wanted);
        if (File.Exists(Path.Combine(wanted, "manifest.json")) && folder.Parent is { Parent: { } root } name)
        {
            return Load(new ModelRegistry(root.FullName, time), name.Name, folder.Name);
        }

        var at = wanted.Split('@', 2);
        return Load(new ModelRegistry(modelsPath, time), at[0], at.Length > 1 ? at[1] : null);
    }

    private static (PublishedModel?, string?) LoadOfRun(string folder, string modelsPath, TimeProvider time)
    {
        using var run = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run.json")));
        var baseline = run.RootElement.TryGetProperty("baseline", out var value) ? value.GetString() : null;
        return string.IsNullOrEmpty(baseline)
            ? (null, $"{folder}: that run has no baseline; run it with --learn")
            : Load(baseline, modelsPath, time);
    }

    private static (PublishedModel?, string?) Load(ModelRegistry registry, string name, string? version)
    {
        var (loaded, refused) = registry.Load(name, FeatureCatalogue.Fingerprint, version);
        return (loaded, refused?.ToString());
    }
}
