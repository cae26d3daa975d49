using Confluent.Kafka;
using Stray.Contracts;
using Stray.Contracts.Alerts;
using Stray.Contracts.Wire;
using Stray.Transport.Cluster;
using Stray.Transport.Wire;

namespace Stray.KafkaTests.Workers;

/// <summary>What a read_committed reader sees of the alerts topic.</summary>
internal sealed class AlertsTopic(ClusterOptions options)
{
    /// <summary>The last state of each alert, as text.</summary>
    public SortedDictionary<string, string> Last { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each alert was told as new.</summary>
    public SortedDictionary<string, int> Created { get; } = new(StringComparer.Ordinal);

    public int Records { get; private set; }

    /// <summary>Reads until the alerts are as wanted, or throws when they are not after <paramref name="patience"/>.</summary>
    public async Task AwaitAsync(SortedDictionary<string, string> wanted, TimeSpan patience)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ClientConfigs(options).Reader("tap"))
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        var topic = options.Topic(Topics.Alerts);
        consumer.Assign(Enumerable.Range(0, 4).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var began = TimeProvider.System.GetTimestamp();
        var decoder = new RecordDecoder<AlertCodec, AlertMessage>(new FixedSchemaIds());
        while (!Same(wanted) && TimeProvider.System.GetElapsedTime(began) < patience)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(200)) is { } result)
            {
                Take(decoder, result.Message.Value);
            }

            await Task.Yield();
        }

        Assert.Equal(wanted, Last);
    }

    private bool Same(SortedDictionary<string, string> wanted) => wanted.Count == Last.Count && wanted.SequenceEqual(Last);

    private void Take(RecordDecoder<AlertCodec, AlertMessage> decoder, byte[] value)
    {
        var message = AlertCodec.Create();
        Assert.Equal((DecodeOutcome.Ok, ""), (decoder.Decode(value, message, out var reason), reason));
        Records++;
        Last[message.Alert.Id] = Feed.Text(message.Alert);
        Created[message.Alert.Id] = Created.GetValueOrDefault(message.Alert.Id) + (message.Alert.Activity == AlertActivity.Create ? 1 : 0);
    }
}
