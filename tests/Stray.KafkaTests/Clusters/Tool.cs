using System.Diagnostics;

namespace Stray.KafkaTests.Clusters;

/// <summary>Runs a program to its end and gives what it printed.</summary>
internal static class Tool
{
    /// <summary>Throws with its error output when it fails.</summary>
    public static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, byte[]? input = null)
    {
        using var process = Start(program, arguments, environment);
        var error = process.StandardError.ReadToEndAsync(); // before writing: a program whose output nobody reads stops reading, too
        var output = process.StandardOutput.ReadToEndAsync();
        if (input is not null)
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}{await output}");
    }

    /// <summary>As <see cref="RunAsync"/>, for output that is no text.</summary>
    public static async Task<byte[]> RunForBytesAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments, null);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.ToArray()
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}");
    }

    /// <summary>Skips the test where a program is not installed.</summary>
    public static void Need(string program, string package)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(f => File.Exists(Path.Combine(f, program))))
        {
            Assert.Skip($"{program} is not installed (Debian: {package})");
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
