using Confluent.Kafka;
using Stray.Transport.Cluster;

namespace Stray.KafkaTests.Capturing;

/// <summary>Reads what a topic holds now, partition by partition.</summary>
internal static class TopicRecords
{
    public static IReadOnlyList<ConsumeResult<byte[], byte[]>> All(ClusterOptions options, string topic, int partitions)
    {
        var config = new ClientConfigs(options).Reader("tap");
        config.EnablePartitionEof = true;
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var records = new List<ConsumeResult<byte[], byte[]>>();
        for (var open = partitions; open > 0;)
        {
            var next = consumer.Consume(TestContext.Current.CancellationToken);
            if (next.IsPartitionEOF)
            {
                open--;
            }
            else
            {
                records.Add(next);
            }
        }

        return records;
    }
}
