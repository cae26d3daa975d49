using System.Diagnostics;

namespace Stray.KafkaTests.Clusters;

/// <summary>
/// Ends what a script started when this process is gone, however it went: a run that is cancelled or killed disposes no
/// fixture, and brokers that live on slow every run after it.
/// </summary>
internal static class Leash
{
    private const string Watch = """
        while kill -0 "$1" 2>/dev/null; do sleep 1; done
        "$0" down >/dev/null 2>&1
        """;

    /// <param name="script">Its command 'down' must do no harm when there is nothing to end.</param>
    public static void Tie(string script, IReadOnlyDictionary<string, string> environment)
    {
        // A session of its own: the signal that ends this process's group must not end the watcher.
        var start = new ProcessStartInfo("setsid", ["bash", "-c", Watch, script, $"{System.Environment.ProcessId}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var _ = Process.Start(start);
    }
}
