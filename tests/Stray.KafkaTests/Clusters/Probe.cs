using Confluent.Kafka;
using Stray.Transport.Cluster;

namespace Stray.KafkaTests.Clusters;

/// <summary>Small reads and writes with this product's client configurations; each gives the client's error or null.</summary>
internal sealed class Probe(ClusterOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientConfigs _configs = new(options);

    public async Task<Error?> WriteAsync(string topic, byte[]? value = null, string key = "key")
    {
        var config = _configs.Producer();
        config.MessageTimeoutMs = (int)Patience.TotalMilliseconds;
        var errors = new ConnectionErrors();
        using var producer = Silent(new ProducerBuilder<string, byte[]>(config)).SetErrorHandler((_, e) => errors.Add(e)).Build();
        try
        {
            await producer.ProduceAsync(topic, new() { Key = key, Value = value ?? [1] });
            return null;
        }
        catch (ProduceException<string, byte[]> e)
        {
            return errors.CauseOf(e.Error);
        }
    }

    /// <summary>Reads a topic's first partition to its end, as a verb that is no group's member; null or why not.</summary>
    public string? Read(string verb, string topic)
    {
        var config = _configs.Reader(verb);
        config.EnablePartitionEof = true;
        using var consumer = Silent(new ConsumerBuilder<byte[], byte[]>(config)).Build();
        var (partitions, failure) = TopicPartitions.Read(consumer, topic, Patience);
        if (failure is not null)
        {
            return failure.Reason;
        }

        consumer.Assign(new TopicPartitionOffset(partitions[0], Offset.Beginning));
        return Poll(consumer, result => result is { IsPartitionEOF: true }) is { } error ? ClusterFailure.From(error, "read").Reason : null;
    }

    /// <summary>Joins a stage's group until partitions are assigned.</summary>
    public Error? Join(string stage, params string[] topics)
    {
        var assigned = false;
        using var consumer = Silent(new ConsumerBuilder<byte[], byte[]>(_configs.Consumer(stage)))
            .SetPartitionsAssignedHandler((_, _) => assigned = true).Build();
        consumer.Subscribe(topics);
        var error = Poll(consumer, _ => assigned);
        consumer.Close();
        return error;
    }

    /// <summary>Writes one record and a group's offset in one transaction.</summary>
    public Error? Transact(string stage, string from, string to)
    {
        try
        {
            using var producer = new ProducerBuilder<string, byte[]>(_configs.TransactionalProducer(stage))
                .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
            using var consumer = Silent(new ConsumerBuilder<byte[], byte[]>(_configs.Consumer(stage))).Build();
            consumer.Subscribe(from);
            if (Poll(consumer, _ => consumer.Assignment.Count > 0) is { } refused)
            {
                return refused;
            }

            producer.InitTransactions(Patience);
            producer.BeginTransaction();
            producer.Produce(to, new() { Key = "key", Value = [1] });
            producer.SendOffsetsToTransaction([new(consumer.Assignment[0], 0)], consumer.ConsumerGroupMetadata, Patience);
            producer.CommitTransaction(Patience);
            consumer.Close();
            return null;
        }
        catch (KafkaException e)
        {
            return e.Error;
        }
    }

    public Error? InitTransactions(string stage)
    {
        using var producer = new ProducerBuilder<string, byte[]>(_configs.TransactionalProducer(stage))
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            producer.InitTransactions(Patience);
            return null;
        }
        catch (KafkaException e)
        {
            return e.Error;
        }
    }

    private static Error? Poll(IConsumer<byte[], byte[]> consumer, Func<ConsumeResult<byte[], byte[]>?, bool> done)
    {
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            while (TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                if (done(consumer.Consume(TimeSpan.FromMilliseconds(100))))
                {
                    return null;
                }
            }

            return new(ErrorCode.Local_TimedOut);
        }
        catch (KafkaException e)
        {
            return e.Error;
        }
    }

    private static ProducerBuilder<string, byte[]> Silent(ProducerBuilder<string, byte[]> builder) =>
        builder.SetLogHandler((_, _) => { });

    private static ConsumerBuilder<byte[], byte[]> Silent(ConsumerBuilder<byte[], byte[]> builder) =>
        builder.SetLogHandler((_, _) => { });
}
