using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Stray.Tests.Hosting;

/// <summary>A real collector of one test's own, writing what it receives as one JSON object a line.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("stray-otel").FullName;
    private readonly Process _process;

    private Collector(int[] ports)
    {
        (GrpcPort, HttpPort) = (ports[0], ports[1]);
        var start = Programs.Start(SharedData.File("otel", "otelcol"), "--config", SharedData.File("otel", "collector.yaml"));
        start.Environment["OTEL_OUT"] = _folder;
        foreach (var (name, port) in new[] { "OTLP_GRPC_PORT", "OTLP_HTTP_PORT", "OTEL_PROMETHEUS_PORT", "OTEL_HEALTH_PORT" }.Zip(ports))
        {
            start.Environment[name] = $"{port}";
        }

        _process = Process.Start(start)!;
        _process.BeginErrorReadLine(); // unread, a full pipe would stop it
        _process.BeginOutputReadLine();
    }

    public int GrpcPort { get; }

    public int HttpPort { get; }

    public static async Task<Collector> StartAsync()
    {
        var ports = FreePorts(4);
        var collector = new Collector(ports);
        using var client = new HttpClient();
        await UntilAsync(async () => (await client.GetAsync(new Uri($"http://127.0.0.1:{ports[3]}/"))).IsSuccessStatusCode);
        return collector;
    }

    /// <summary>What was received of a signal (traces, metrics, logs), once it holds the text.</summary>
    public async Task<string> ReadAsync(string signal, string holds)
    {
        var (path, text) = (Path.Combine(_folder, signal + ".ndjson"), "");
        await UntilAsync(async () =>
        {
            text = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
            return text.Contains(holds, StringComparison.Ordinal);
        });
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await TryAsync(isSo))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "the collector did not get there in time");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<bool> TryAsync(Func<Task<bool>> isSo)
    {
        try
        {
            return await isSo();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false; // not up yet, or in the middle of a write
        }
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        listeners.ForEach(l => l.Dispose());
        return ports;
    }
}
