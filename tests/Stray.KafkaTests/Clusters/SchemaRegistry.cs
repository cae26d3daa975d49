using Stray.Tests;

namespace Stray.KafkaTests.Clusters;

/// <summary>A real schema registry of this test run's own.</summary>
public sealed class SchemaRegistry : IAsyncDisposable
{
    private readonly string _script = SharedData.File("schema-registry", "schema-registry");
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "stray-registry-" + Path.GetRandomFileName());
    private readonly int _port = FreePort.Base(0);

    private SchemaRegistry() => AppDomain.CurrentDomain.ProcessExit += Down;

    public string Url { get; private set; } = "";

    public static async Task<SchemaRegistry> StartAsync()
    {
        Tool.Need("java", "openjdk-17-jre-headless");
        var registry = new SchemaRegistry();
        await registry.UpAsync();
        registry.Url = (await registry.RunAsync("url")).Trim();
        return registry;
    }

    /// <summary>A command of the script: kill, pause, resume, down, …</summary>
    public Task<string> RunAsync(string command) => Tool.RunAsync(_script, [command], Environment);

    private Dictionary<string, string> Environment =>
        new() { ["SCHEMA_REGISTRY_DIR"] = _folder, ["SCHEMA_REGISTRY_PORT"] = $"{_port}" };

    // What it starts keeps the script's output open: read to its end, it would never end.
    private Task<string> UpAsync() => Tool.RunAsync("bash", ["-c", "\"$0\" up >/dev/null 2>&1", _script], Environment);

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Down;
        await RunAsync("down");
    }

    private void Down(object? sender, EventArgs e) => RunAsync("down").GetAwaiter().GetResult();
}

/// <summary>One registry for all tests that only read and write it, started by the first of them.</summary>
public sealed class SharedRegistry : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private SchemaRegistry? _registry;

    public async Task<SchemaRegistry> GetAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _registry ??= await SchemaRegistry.StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }
    }
}
