using System.Diagnostics.Metrics;
using Stray.Contracts.Telemetry;

namespace Stray.Transport.Telemetry;

/// <summary>What a producer outside a worker tells of itself: the sink of a capture, <c>replay</c>.</summary>
public sealed class ProducerMetrics
{
    private static readonly KeyValuePair<string, object?> Kafka = Labels.MessagingSystem.Is("kafka");
    private static readonly KeyValuePair<string, object?> Send = Labels.Operation.Is("send");

    private readonly Counter<long> _sent;
    private readonly Counter<long> _lost;
    private readonly Histogram<double> _operation;

    /// <param name="queued">How many records wait for their acknowledgement; asked for on the collecting thread.</param>
    public ProducerMetrics(Meter meter, Func<long> queued)
    {
        _sent = meter.Counter(StreamInstruments.Sent);
        _lost = meter.Counter(StreamInstruments.Lost);
        _operation = meter.Histogram(StreamInstruments.Operation);
        meter.Gauge(StreamInstruments.Queue, () => [new(queued())]);
    }

    /// <summary>The brokers have these records; <paramref name="took"/> is the time the last of them took.</summary>
    public void Acknowledged(string topic, long records, TimeSpan took)
    {
        var label = Labels.Topic.Is(topic);
        _sent.Add(records, Kafka, Send, label);
        _operation.Record(took.TotalSeconds, Kafka, Send, label);
    }

    public void Dropped(DropReason reason, long count = 1) => _lost.Add(count, Labels.DropReason.Is(Drops.Of(reason).Id));
}
