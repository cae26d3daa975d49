using Stray.Tests;
using Stray.Transport.Cluster;

namespace Stray.KafkaTests.Clusters;

/// <summary>A real Kafka cluster of this test run's own: folder, ports, brokers. Gone when disposed.</summary>
public sealed class KafkaCluster : IAsyncDisposable
{
    private readonly string _script = SharedData.File("kafka", "kafka");
    private readonly string _folder = Directory.CreateTempSubdirectory("stray-kafka-").FullName;
    private int _prefixes;

    private KafkaCluster() => Leash.Tie(_script, Environment);

    public string Bootstrap { get; private set; } = "";

    /// <summary>The TLS + SCRAM listeners; empty without users.</summary>
    public string SecureBootstrap { get; private set; } = "";

    public string CaFile { get; private set; } = "";

    /// <param name="users">name:password of the TLS + SCRAM listener; with any, the ACL authorizer is on.</param>
    /// <param name="settings">Broker properties, KEY=VALUE.</param>
    public static async Task<KafkaCluster> StartAsync(int nodes, IReadOnlyList<string> users, params string[] settings)
    {
        Tool.Need("java", "openjdk-17-jre-headless");
        var cluster = new KafkaCluster();
        var port = FreePort.Base([.. Enumerable.Range(0, nodes).SelectMany(n => Enumerable.Range(10 * n, 4))]);
        await cluster.RunAsync(
            ["up", "-n", $"{nodes}", "-p", $"{port}", .. users.SelectMany(u => new[] { "-u", u }), .. settings.SelectMany(s => new[] { "-o", s })]);
        cluster.Bootstrap = (await cluster.RunAsync("bootstrap")).Trim();
        if (users.Count > 0)
        {
            cluster.SecureBootstrap = (await cluster.RunAsync("secure")).Trim();
            cluster.CaFile = (await cluster.RunAsync("ca")).Trim();
        }

        return cluster;
    }

    /// <summary>A command of the kafka script: kill, pause, resume, start, stop, topics, groups, …</summary>
    public Task<string> RunAsync(params string[] arguments) => Tool.RunAsync(_script, arguments, Environment);

    /// <summary>Options with a prefix nobody else on this cluster uses: tests share brokers, never topics or groups.</summary>
    public ClusterOptions NewOptions() => new()
    {
        Bootstrap = Bootstrap,
        Prefix = $"t{Interlocked.Increment(ref _prefixes)}.",
        InstanceId = "test",
    };

    public async ValueTask DisposeAsync() => await RunAsync("down");

    private Dictionary<string, string> Environment => new() { ["KAFKA_DIR"] = _folder, ["KAFKA_HEAP"] = "384m" };
}
