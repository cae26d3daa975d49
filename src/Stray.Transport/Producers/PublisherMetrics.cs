using System.Diagnostics.Metrics;
using Stray.Contracts.Telemetry;

namespace Stray.Transport.Producers;

/// <summary>What a publisher tells of itself: its totals, read when somebody collects, so that a record costs nothing.</summary>
public static class PublisherMetrics
{
    /// <param name="topic">The topic's name on the cluster.</param>
    public static void Tell(Meter meter, PublisherTotals totals, string topic)
    {
        var labels = new[] { Labels.MessagingSystem.Is("kafka"), Labels.Operation.Is("send"), Labels.Topic.Is(topic) };
        meter.Total(StreamInstruments.Sent, () => [new(totals.Delivered, labels)]);
        meter.Gauge(StreamInstruments.Queue, () => [new(totals.Outstanding)]);
        meter.Total(StreamInstruments.Lost, () => Drops.OfPublisher.Select(reason =>
            new Measurement<long>(totals.Lost(LossOf(reason)), Labels.DropReason.Is(Drops.Of(reason).Id))));
    }

    private static FlowLoss LossOf(DropReason reason) => reason switch
    {
        DropReason.QueueFull => FlowLoss.QueueFull,
        DropReason.TooLarge => FlowLoss.TooLarge,
        DropReason.Refused => FlowLoss.Refused,
        _ => FlowLoss.Undelivered,
    };
}
