using System.Text.RegularExpressions;

namespace Stray.Training.Registry;

/// <summary>Names and versions are file names: plain words only, so that none can lead out of the registry.</summary>
internal static partial class ModelName
{
    public static bool IsName(string text) => Name().IsMatch(text);

    public static bool IsVersion(string text) => Version().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[0-9]{8}T[0-9]{6}Z(-[0-9]{1,4})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
