using Microsoft.ML;

namespace Stray.Training.Registry;

/// <summary>Versions of what made a model, for its manifest.</summary>
public static class TrainerVersions
{
    public static IReadOnlyDictionary<string, string> Current { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["Microsoft.ML"] = VersionOf(typeof(MLContext)),
        ["Stray.Training"] = VersionOf(typeof(TrainerVersions)),
    };

    private static string VersionOf(Type type) => type.Assembly.GetName().Version?.ToString() ?? "";
}
