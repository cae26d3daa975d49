namespace Stray.Settings;

/// <summary>How the verbs that run as processes reach Kafka. A password is never a setting: only the file that holds it is.</summary>
public sealed class KafkaSettings
{
    /// <summary>Brokers as host:port, comma-separated; default "localhost:9092". Brokers 4.0 or newer.</summary>
    public string Bootstrap { get; init; } = "localhost:9092";

    /// <summary>plaintext, ssl, sasl_plaintext or sasl_ssl; default plaintext.</summary>
    public string SecurityProtocol { get; init; } = "plaintext";

    /// <summary>scram-sha-512, scram-sha-256 or plain, with the two sasl protocols; default scram-sha-512.</summary>
    public string SaslMechanism { get; init; } = "scram-sha-512";

    /// <summary>PEM file of the authority that signed the brokers' certificates; default: the system's authorities.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>SASL user; must be set with the two sasl protocols.</summary>
    public string Username { get; init; } = "";

    /// <summary>File whose first line is the SASL user's password; must be set with the two sasl protocols.</summary>
    public string PasswordFile { get; init; } = "";

    /// <summary>consumer (KIP-848) or classic; default consumer.</summary>
    public string GroupProtocol { get; init; } = "consumer";

    /// <summary>
    /// Seconds without a sign of life after which a worker's partitions go to another; 3 to 300, default 10. With the consumer
    /// protocol 'topics apply' asks the brokers for it, and they refuse less than their group.consumer.min.session.timeout.ms.
    /// </summary>
    public int SessionTimeoutSeconds { get; init; } = 10;

    /// <summary>Seconds after which the broker aborts a dead worker's transaction, which blocks readers until then; 2 to 900, default 10.</summary>
    public int TransactionTimeoutSeconds { get; init; } = 10;

    /// <summary>Seconds a stopping process may take to finish what it holds; 1 to 300, below the session timeout, default 8.</summary>
    public int DrainTimeoutSeconds { get; init; } = 8;

    /// <summary>
    /// Name of this process among those of its verb: the same after a restart, another for each that runs at once; letters,
    /// digits, dot, dash, underscore; default: the host's name.
    /// </summary>
    public string InstanceId { get; init; } = Environment.MachineName;

    /// <summary>none, lz4, zstd, snappy or gzip; default lz4.</summary>
    public string Compression { get; init; } = "lz4";

    /// <summary>
    /// Goes before every topic, group and transactional id, so that several installations can share a cluster; letters, digits,
    /// dot, dash, underscore; default empty.
    /// </summary>
    public string Prefix { get; init; } = "";

    /// <summary>Partitions of every topic that carries traffic: the most workers of one verb that get work; 1 to 1000, default 12.</summary>
    public int Partitions { get; init; } = 12;

    /// <summary>Copies of every topic; 1 to 9, or 0 (default) for three, fewer where there are fewer brokers.</summary>
    public int Replicas { get; init; }
}

/// <summary>Where schema ids come from.</summary>
public sealed class SchemaRegistrySettings
{
    /// <summary>Address of a registry with the Confluent API; default empty: ids from the product's own fixed table.</summary>
    public string Url { get; init; } = "";
}
