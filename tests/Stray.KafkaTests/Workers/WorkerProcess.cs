using System.Diagnostics;
using System.Text;
using Stray.Transport.Cluster;

namespace Stray.KafkaTests.Workers;

/// <summary>One verb of the real executable as a process of its own.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private WorkerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>All it wrote to standard error so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public static WorkerProcess Start(ClusterOptions cluster, string instance, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "stray.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["STRAY__KAFKA__BOOTSTRAP"] = cluster.Bootstrap;
        start.Environment["STRAY__KAFKA__PREFIX"] = cluster.Prefix;
        start.Environment["STRAY__KAFKA__INSTANCEID"] = instance;
        start.Environment["STRAY__KAFKA__GROUPPROTOCOL"] = cluster.GroupProtocol.ToString().ToLowerInvariant();
        var stray = new WorkerProcess(Process.Start(start)!);
        stray.Listen();
        return stray;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGTERM, then its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            using var signal = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await signal.WaitForExitAsync();
        }

        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Listen()
    {
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_said)
            {
                _said.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }
}
