namespace Stray.Tests;

/// <summary>Where the real captures lie: STRAY_SHARED, else the folder <c>shared</c> beside the repository.</summary>
internal static class SharedData
{
    public static string Root { get; } = Environment.GetEnvironmentVariable("STRAY_SHARED") ?? BesideRepository();

    /// <summary>The file's path; skips the test where it is absent, as on a user's machine.</summary>
    public static string File(params string[] parts)
    {
        var path = Path.Combine([Root, .. parts]);
        if (!Path.Exists(path))
            Assert.Skip($"{path} is absent (set STRAY_SHARED)");
        return path;
    }

    private static string BesideRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Streaming.sln")))
            folder = folder.Parent;
        return folder is null ? "shared" : Path.Combine(folder.FullName, "..", "shared");
    }
}
