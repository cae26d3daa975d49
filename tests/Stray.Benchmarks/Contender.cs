namespace Stray.Benchmarks;

/// <summary>One program that is run over the capture.</summary>
/// <param name="Name">As the table calls it.</param>
internal sealed record Contender(string Name, string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Whether its program is a path that exists or is found on PATH.</summary>
    public bool Installed => Path.IsPathRooted(Program)
        ? File.Exists(Program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)));

    // The executable's own output folder: the copy beside this program lacks the native code that is shipped.
    private static string Shipped => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../src/Stray/bin/Release/net10.0/stray"));

    /// <summary>Ourselves first, ndpiReader (the yardstick) second, then whoever else is installed.</summary>
    /// <param name="scratch">Folder for what they write.</param>
    public static IReadOnlyList<Contender> All(string capture, string scratch)
    {
        var here = AppContext.BaseDirectory;
        Contender[] all =
        [
            new("stray analyze", Shipped, ["analyze", capture, "--out", Path.Combine(scratch, "run")]),
            new("ndpiReader -q", "ndpiReader", ["-q", "-C", "/dev/null", "-i", capture]),
            new("argus", "argus", ["-r", capture, "-w", Path.Combine(scratch, "argus.out")]),
            new("nfpcapd", "nfpcapd", ["-r", capture, "-w", scratch]),
            new("libpcap, counting only", Path.Combine(here, "Stray.Benchmarks"), ["count", capture]),
        ];
        return [.. all.Where(c => c.Installed)];
    }
}
