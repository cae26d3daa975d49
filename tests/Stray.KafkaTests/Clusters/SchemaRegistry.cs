using Stray.Tests;

namespace Stray.KafkaTests.Clusters;

/// <summary>A real schema registry of this test run's own.</summary>
public sealed class SchemaRegistry : IAsyncDisposable
{
    private readonly string _script = SharedData.File("schema-registry", "schema-registry");
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "stray-registry-" + Path.GetRandomFileName());
    private readonly int _port = FreePort.Base(0);

    private SchemaRegistry() => Leash.Tie(_script, Environment);

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

    public async ValueTask DisposeAsync() => await RunAsync("down");
}
