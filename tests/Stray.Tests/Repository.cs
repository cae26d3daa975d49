namespace Stray.Tests;

/// <summary>The source tree the tests were built from: for files that are generated from the code and committed.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>
    /// Holds a committed file equal to what the code renders; with STRAY_WRITE_DOCS=1 writes it first.
    /// </summary>
    public static void Holds(string rendered, params string[] parts)
    {
        var path = Path.Combine([Root, .. parts]);
        if (Environment.GetEnvironmentVariable("STRAY_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, rendered);
        }

        Assert.True(File.Exists(path), $"{path} is missing; run the tests with STRAY_WRITE_DOCS=1");
        Assert.True(rendered == File.ReadAllText(path), $"{path} is out of date; run the tests with STRAY_WRITE_DOCS=1");
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Streaming.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not run inside the repository");
        }

        return folder.FullName;
    }
}
