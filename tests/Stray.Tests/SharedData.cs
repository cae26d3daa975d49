namespace Stray.Tests;

/// <summary>
/// Captures and reference data kept outside of the project: named by STRAY_SHARED, else beside the repository. Tests that
/// need them are skipped where they are absent, as on a user's machine.
/// </summary>
internal static class SharedData
{
    public static string Root { get; } = Environment.GetEnvironmentVariable("STRAY_SHARED") ?? Beside(AppContext.BaseDirectory);

    /// <summary>The path of a file, or a skipped test when it is absent.</summary>
    public static string File(params string[] parts)
    {
        var path = Path.Combine([Root, .. parts]);
        Assert.SkipUnless(System.IO.File.Exists(path), $"shared data is absent: {path} (set STRAY_SHARED)");
        return path;
    }

    private static string Beside(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Streaming.sln")))
            {
                return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared"));
            }
        }

        return Path.Combine(start, "shared");
    }
}
