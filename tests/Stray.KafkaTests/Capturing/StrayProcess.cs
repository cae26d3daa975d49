using System.Diagnostics;
using System.Globalization;
using Stray.KafkaTests.Clusters;

namespace Stray.KafkaTests.Capturing;

/// <summary>The built program as a process of its own, with signals.</summary>
internal sealed class StrayProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _output;

    private StrayProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    public static StrayProcess Start(params string[] arguments) => new(Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "stray"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!);

    /// <summary>Reads its error output up to a line that holds the text.</summary>
    public async Task AwaitAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        var seen = new List<string>();
        while (await _process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            seen.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"ended without saying '{text}': {string.Join('\n', seen)}");
    }

    public Task SignalAsync(string name) => Tool.RunAsync("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Sends SIGTERM and gives what it left behind.</summary>
    public async Task<(int Code, string Output, string Error)> StopAsync(string signal = "TERM")
    {
        using var patience = new CancellationTokenSource(Patience);
        await SignalAsync(signal);
        var error = await _process.StandardError.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await _output, error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
