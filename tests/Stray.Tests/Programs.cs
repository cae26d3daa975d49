using System.Diagnostics;

namespace Stray.Tests;

/// <summary>Other programs that tests hold our files against.</summary>
internal static class Programs
{
    /// <summary>Path of a program; skips the test where it is not installed.</summary>
    public static string Need(string program, string package)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var found = folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
        if (found is null)
        {
            Assert.Skip($"{program} is not installed (Debian: {package})");
        }

        return found;
    }

    public static ProcessStartInfo Start(string program, params string[] arguments) => new(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    /// <summary>Runs a program to its end: its exit code and all it printed.</summary>
    public static async Task<(int ExitCode, string Printed)> RunAsync(ProcessStartInfo start, string input = "")
    {
        using var process = Process.Start(start)!;
        var printed = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, string.Concat(await printed));
    }
}
