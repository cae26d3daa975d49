using System.Diagnostics;
using System.Globalization;

namespace Stray.Benchmarks;

/// <summary>What one process cost: user and system CPU seconds, wall seconds, peak resident KiB.</summary>
internal sealed record ChildRun(double CpuSeconds, double WallSeconds, long PeakKiB)
{
    /// <summary>Runs a contender to its end under GNU time, which asks wait4(2): nothing else tells a child's peak memory.</summary>
    public static async Task<ChildRun> OfAsync(Contender contender, string scratch)
    {
        var costs = Path.Combine(scratch, "costs.txt");
        string[] arguments = ["-q", "-o", costs, "-f", "%U %S %e %M", contender.Program, .. contender.Arguments];
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/time", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{contender.Name} ended with exit code {process.ExitCode}.");
        }

        var figures = (await File.ReadAllTextAsync(costs).ConfigureAwait(false)).Split(' ');
        return new ChildRun(Number(figures[0]) + Number(figures[1]), Number(figures[2]), long.Parse(figures[3], CultureInfo.InvariantCulture));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
