namespace Stray.Training;

/// <summary>Which detectors judge. docs/detectors.md holds the measurements behind the choice.</summary>
public static class DetectorSet
{
    /// <summary>Distance and density, on values and on ranks, the density of values at two resolutions.</summary>
    public static readonly IReadOnlyDictionary<string, float> Chosen = new Dictionary<string, float>
    {
        ["values.distance"] = 1,
        ["values.density"] = 1,
        ["values.coarse_density"] = 1,
        ["ranks.distance"] = 1,
        ["ranks.density"] = 1,
    };

    /// <summary>Everything that was measured; <c>stray evaluate --candidates</c> trains it and shows each alone.</summary>
    public static readonly IReadOnlyDictionary<string, float> Candidates = new Dictionary<string, float>(Chosen)
    {
        ["tail"] = 0,
        ["subspace.residual"] = 0,
        ["subspace.inside"] = 0,
        ["isolation"] = 0,
    };
}
