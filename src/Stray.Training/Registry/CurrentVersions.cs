using System.Text;

namespace Stray.Training.Registry;

/// <summary>The file CURRENT: the version in service on the first line, those it replaced below, newest first.</summary>
internal static class CurrentVersions
{
    private const int Remembered = 16;
    private const int LongestFile = 4096;

    public static IReadOnlyList<string> Read(string directory)
    {
        var path = PathIn(directory);
        if (!File.Exists(path) || new FileInfo(path).Length > LongestFile) return [];
        return [.. File.ReadAllLines(path).Where(ModelName.IsVersion)];
    }

    public static void Promote(string directory, string version) =>
        Write(directory, [version, .. Read(directory).Where(v => v != version)]);

    public static void Write(string directory, IReadOnlyList<string> versions) =>
        DurableFile.Replace(PathIn(directory), Encoding.ASCII.GetBytes(string.Join('\n', versions.Take(Remembered)) + "\n"));

    private static string PathIn(string directory) => Path.Combine(directory, "CURRENT");
}
