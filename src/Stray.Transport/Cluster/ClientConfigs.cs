using Confluent.Kafka;

namespace Stray.Transport.Cluster;

/// <summary>
/// Configurations of every Kafka client of this product. Each line that is not a user's choice is there because a default
/// loses, doubles or misplaces records.
/// </summary>
public sealed class ClientConfigs(ClusterOptions options)
{
    /// <summary>Bytes of one produced message with key and headers: just below a broker's default limit of a batch.</summary>
    public const int LargestMessage = 1 << 20;

    /// <summary>Bytes waiting in one producer before it pushes back, in KiB.</summary>
    private const int QueueKiB = 64 << 10;

    /// <summary>An idempotent producer that waits for its broker as long as it takes: a source stops, nothing is dropped.</summary>
    /// <param name="largestMessage">Bytes; more than the default only where the topic's max.message.bytes allows it.</param>
    public ProducerConfig Producer(int largestMessage = LargestMessage)
    {
        var config = Common(new ProducerConfig());
        config.EnableIdempotence = true;
        config.Acks = Acks.All;
        config.Partitioner = Partitioner.Murmur2Random; // librdkafka's own default (CRC32) puts a key elsewhere than Java clients do
        config.CompressionType = options.Compression;
        config.MessageMaxBytes = largestMessage;
        config.QueueBufferingMaxKbytes = QueueKiB;
        config.LingerMs = 10;
        config.MessageTimeoutMs = 0; // the default gives up on a record after 5 minutes without a broker
        return config;
    }

    /// <summary>A producer of transactions. Its id is the stage's and the instance's, so that a restart fences the dead one.</summary>
    public ProducerConfig TransactionalProducer(string stage)
    {
        var config = Producer();
        config.TransactionalId = options.TransactionalId(stage);
        config.TransactionTimeoutMs = (int)options.TransactionTimeout.TotalMilliseconds;
        config.MessageTimeoutMs = null; // librdkafka ties it to the transaction's
        return config;
    }

    /// <summary>A group member that reads committed records from the earliest and commits only what it is told to.</summary>
    /// <param name="joins">Whether the stage joins topics by key: it then needs the same partitions of each.</param>
    public ConsumerConfig Consumer(string stage, bool joins = false)
    {
        var config = Reader(stage);
        config.GroupProtocol = options.GroupProtocol;
        if (options.GroupProtocol == GroupProtocol.Consumer)
        {
            // The broker's default assignor is uniform: it gives one member all of one topic, another all of the other.
            // Session timeout, heartbeat and strategy are the broker's here and refused when set.
            config.GroupRemoteAssignor = joins ? "range" : null;
            return config;
        }

        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range;
        config.SessionTimeoutMs = (int)options.SessionTimeout.TotalMilliseconds;
        return config;
    }

    public AdminClientConfig Admin() => Common(new AdminClientConfig());

    /// <summary>A reader that assigns its partitions itself and commits nothing. The client asks for its group's coordinator all the same.</summary>
    public ConsumerConfig Reader(string verb)
    {
        var config = Common(new ConsumerConfig());
        config.GroupId = options.Group(verb);
        config.AutoOffsetReset = AutoOffsetReset.Earliest; // the default skips what was written before the group was born
        config.EnableAutoCommit = false;
        config.EnableAutoOffsetStore = false; // stored before processing, a crash loses the record
        config.IsolationLevel = IsolationLevel.ReadCommitted;
        config.AllowAutoCreateTopics = false;
        return config;
    }

    private TConfig Common<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        config.BootstrapServers = options.Bootstrap;
        config.ClientId = $"stray-{options.InstanceId}";
        config.SecurityProtocol = options.Security;
        config.SslCaLocation = options.CaFile;
        config.SocketKeepaliveEnable = true;
        config.ReconnectBackoffMaxMs = 2000; // 10 s by default: too long to come back after a broker's restart
        if (options.Credentials is { } login)
        {
            config.SaslMechanism = options.Mechanism;
            config.SaslUsername = login.Username;
            config.SaslPassword = login.Password;
        }

        return config;
    }
}
