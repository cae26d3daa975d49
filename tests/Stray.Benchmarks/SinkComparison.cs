using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Stray.Contracts;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;
using Stray.Transport.Cluster;
using Stray.Transport.Producers;
using Stray.Transport.Wire;

namespace Stray.Benchmarks;

/// <summary>
/// The product's sink (encode and produce) against a bare Confluent.Kafka loop that sends the same keys and bytes, encoded
/// beforehand, with the same client configuration: in turn, in one process, on one broker.
/// </summary>
internal sealed class SinkComparison(ClusterOptions options, IReadOnlyList<FlowRecord> flows, int records, TextWriter progress)
{
    private readonly string _topic = options.Topic(Topics.Flows);
    private readonly int _schemaId = new FixedSchemaIds().IdOf(Topics.Flows);

    /// <returns>Of each round: wall seconds from the first record to the last acknowledgement, and processor seconds of this process.</returns>
    public (IReadOnlyList<SinkCost> Bare, IReadOnlyList<SinkCost> Ours) Run(int rounds)
    {
        var (keys, values) = Encode();
        List<SinkCost> bare = [], ours = [];
        Measure(() => Bare(keys, values)); // compiles, connects and fills the broker's caches for both
        Measure(Ours);
        for (var round = 0; round < rounds; round++)
        {
            bare.Add(Measure(() => Bare(keys, values)));
            ours.Add(Measure(Ours));
            progress.WriteLine($"bare {bare[^1].Wall.TotalSeconds:0.00} s ({bare[^1].Processor.TotalSeconds:0.00} CPU s), stray {ours[^1].Wall.TotalSeconds:0.00} s ({ours[^1].Processor.TotalSeconds:0.00} CPU s)");
        }

        return (bare, ours);
    }

    public long Bytes => Encode().Values.Sum(v => (long)v.Length) * records / flows.Count;

    private (byte[][] Keys, byte[][] Values) Encode()
    {
        var encoder = new RecordEncoder<FlowCodec, FlowRecord>(_schemaId);
        return ([.. flows.Select(f => Encoding.UTF8.GetBytes(f.CommunityId))], [.. flows.Select(f => encoder.Encode(f)!)]);
    }

    private void Bare(byte[][] keys, byte[][] values)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ClientConfigs(options).Producer()).Build();
        var failed = 0;
        void Delivered(DeliveryReport<byte[], byte[]> report) => failed += report.Error.IsError ? 1 : 0;
        Action<DeliveryReport<byte[], byte[]>> handler = Delivered;
        for (var i = 0; i < records; i++)
        {
            var message = new Message<byte[], byte[]> { Key = keys[i % keys.Length], Value = values[i % values.Length] };
            while (true)
            {
                try
                {
                    producer.Produce(_topic, message, handler);
                    break;
                }
                catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Poll(TimeSpan.FromMilliseconds(50));
                }
            }
        }

        producer.Flush();
        if (failed > 0)
        {
            throw new InvalidOperationException($"{failed} records were refused");
        }
    }

    private void Ours()
    {
        using var traces = new ActivitySource("Stray.Benchmarks");
        using var publisher = new FlowPublisher(new ClientConfigs(options).Producer(), _topic, _schemaId, new(), traces, TimeProvider.System, CancellationToken.None);
        for (var i = 0; i < records; i++)
        {
            publisher.Publish(flows[i % flows.Count]);
        }

        publisher.Close();
        if (publisher.Totals.Delivered != records)
        {
            throw new InvalidOperationException($"{publisher.Totals.LostInAll} records were lost: {publisher.Failure}");
        }
    }

    private static SinkCost Measure(Action act)
    {
        GC.Collect();
        var processor = Environment.CpuUsage.TotalTime;
        var began = TimeProvider.System.GetTimestamp();
        act();
        return new(TimeProvider.System.GetElapsedTime(began), Environment.CpuUsage.TotalTime - processor);
    }
}

/// <summary>What one round of a sink cost.</summary>
internal readonly record struct SinkCost(TimeSpan Wall, TimeSpan Processor);
