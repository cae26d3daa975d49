using Confluent.Kafka;

namespace Stray.Transport.Workers;

/// <summary>Makes the clients of a session from checked settings.</summary>
/// <param name="consumer">Settings of the group's member; <c>read_committed</c>, no automatic commit.</param>
/// <param name="producer">Settings of the transactional producer; its id must stay the same when the instance restarts.</param>
public sealed class WorkerClients(ConsumerConfig consumer, ProducerConfig producer)
{
    /// <summary>What the native client says, for the log.</summary>
    public Action<LogMessage> OnLog { get; init; } = static _ => { };

    /// <summary>Told of every failure that the worker is going to try again after.</summary>
    public Action<string> OnTrouble { get; init; } = static _ => { };

    /// <summary>Told how many partitions came with a rebalance.</summary>
    public Action<int> OnAssigned { get; init; } = static _ => { };

    internal IProducer<byte[], byte[]> Producer() =>
        new ProducerBuilder<byte[], byte[]>(producer).SetLogHandler((_, line) => OnLog(line)).SetErrorHandler(static (_, _) => { }).Build();

    internal IConsumer<byte[], byte[]> Consumer(
        Action<IConsumer<byte[], byte[]>, List<TopicPartition>> assigned,
        Action<IConsumer<byte[], byte[]>, List<TopicPartitionOffset>> revoked,
        Action<IConsumer<byte[], byte[]>, List<TopicPartitionOffset>> lost)
    {
        var config = new ConsumerConfig(consumer) { EnablePartitionEof = true };
        return new ConsumerBuilder<byte[], byte[]>(config)
            .SetLogHandler((_, line) => OnLog(line))
            .SetErrorHandler(static (_, _) => { }) // a fatal one is thrown by the next call, the others heal or come with it
            .SetPartitionsAssignedHandler(assigned)
            .SetPartitionsRevokedHandler(revoked)
            .SetPartitionsLostHandler(lost)
            .Build();
    }
}
