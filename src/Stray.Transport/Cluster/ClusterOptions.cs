using Confluent.Kafka;

namespace Stray.Transport.Cluster;

/// <summary>How to reach a Kafka cluster and how this installation names its things there.</summary>
public sealed record ClusterOptions
{
    /// <summary>host:port, comma-separated.</summary>
    public string Bootstrap { get; init; } = "localhost:9092";

    public SecurityProtocol Security { get; init; } = SecurityProtocol.Plaintext;

    public SaslMechanism Mechanism { get; init; } = SaslMechanism.ScramSha512;

    /// <summary>PEM file of the authority that signed the brokers' certificates; null for the system's.</summary>
    public string? CaFile { get; init; }

    public Credentials? Credentials { get; init; }

    /// <summary>KIP-848 (brokers 4.0 and newer) or the classic protocol.</summary>
    public GroupProtocol GroupProtocol { get; init; } = GroupProtocol.Consumer;

    /// <summary>After this long without a sign of life a worker's partitions go to another.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A transaction left open by a dead worker blocks read_committed readers for this long.</summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stopping process may take to finish what it holds.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Names this process among those of its stage; must outlive a restart (the broker then fences what the dead one left) and
    /// must differ between processes that run at once (or they fence each other).
    /// </summary>
    public string InstanceId { get; init; } = Environment.MachineName;

    public CompressionType Compression { get; init; } = CompressionType.Lz4;

    /// <summary>Goes before every topic, group and transactional id: several installations can share one cluster.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>A topic's name on this cluster, from its name in <see cref="Contracts.Topics"/>.</summary>
    public string Topic(string name) => Prefix + name;

    /// <summary>Where a topic's unreadable records go, on this cluster.</summary>
    public string DeadLetters(string name) => Prefix + name + Workers.DeadLetters.Suffix;

    /// <summary>The consumer group of a stage, e.g. stray.score.</summary>
    public string Group(string stage) => $"{Prefix}stray.{stage}";

    /// <summary>The transactional id of this process of a stage, e.g. stray.score.host-1.</summary>
    public string TransactionalId(string stage) => $"{Prefix}stray.{stage}.{InstanceId}";
}
