namespace Stray.Tests;

/// <summary>
/// The measuring data beside the project (STRAY_SHARED, default ../shared). A user's machine does not have it: tests that
/// need it are skipped there, and CI fails on a skip.
/// </summary>
internal static class SharedData
{
    public static string Root { get; } = Environment.GetEnvironmentVariable("STRAY_SHARED") ?? Beside();

    public static bool Exists => Directory.Exists(Root);

    /// <summary>A path below the shared folder; skips the test when it is not there.</summary>
    public static string File(params string[] parts)
    {
        var path = Path.Combine([Root, .. parts]);
        if (!System.IO.File.Exists(path) && !Directory.Exists(path))
        {
            Assert.Skip($"{path} is not there: set STRAY_SHARED to the folder of shared measuring data");
        }

        return path;
    }

    private static string Beside()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Streaming.sln")))
        {
            folder = folder.Parent;
        }

        return Path.GetFullPath(Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "..", "shared"));
    }
}
