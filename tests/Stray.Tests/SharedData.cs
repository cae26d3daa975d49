namespace Stray.Tests;

/// <summary>The shared measuring data outside the repository; tests that need it skip where it is absent.</summary>
internal static class SharedData
{
    public static string Root { get; } = Environment.GetEnvironmentVariable("STRAY_SHARED") ?? BesideTheRepository();

    /// <summary>The file's path; skips the running test when it does not exist.</summary>
    public static string File(params string[] parts)
    {
        var path = Path.Combine([Root, .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"no shared data at {path}");
        return path;
    }

    private static string BesideTheRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Streaming.sln")))
            {
                return Path.Combine(folder.Parent!.FullName, "shared");
            }
        }

        return "shared";
    }
}
