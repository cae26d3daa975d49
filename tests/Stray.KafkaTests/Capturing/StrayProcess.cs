using System.Diagnostics;
using System.Globalization;
using Stray.KafkaTests.Clusters;

namespace Stray.KafkaTests.Capturing;

/// <summary>The built program as a process of its own, with signals.</summary>
internal sealed class StrayProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private StrayProcess(Process process) => _process = process;

    // A run in the background of a shell ignores SIGINT, and so would everything it starts.
    public static StrayProcess Start(params string[] arguments) => new(Process.Start(
        new ProcessStartInfo("env", ["--default-signal=INT", Path.Combine(AppContext.BaseDirectory, "stray"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!);

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

    /// <summary>The next line of its output; null at the end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _process.StandardOutput.ReadLineAsync(patience.Token);
    }

    public Task SignalAsync(string name) => Tool.RunAsync("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Sends SIGTERM and gives what it left behind.</summary>
    public async Task<(int Code, string Output, string Error)> StopAsync(string signal = "TERM")
    {
        using var patience = new CancellationTokenSource(Patience);
        await SignalAsync(signal);
        var output = _process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = await _process.StandardError.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await output, error);
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
