using System.Diagnostics.Metrics;
using Stray.Contracts.Telemetry;
using Stray.Transport.Producers;

namespace Stray.Transport.Telemetry;

/// <summary>
/// A publisher's totals as metrics: their growth is taken over from time to time, because an instrument per record would cost a
/// tenth of publishing it.
/// </summary>
/// <param name="topic">Its name on the cluster.</param>
public sealed class SinkMetrics(Meter meter, string topic, PublisherTotals totals)
{
    private readonly ProducerMetrics _producer = new(meter, () => totals.Outstanding);
    private readonly Dictionary<DropReason, long> _lost = [];
    private long _delivered;

    /// <summary>Call every second or so and at the end, always from one thread.</summary>
    public void Take()
    {
        if (totals.Delivered - _delivered is var more and > 0)
        {
            _delivered += more;
            _producer.Acknowledged(topic, more, totals.LastDelay);
        }

        foreach (var why in Enum.GetValues<FlowLoss>())
        {
            Take(ReasonOf(why), totals.Lost(why));
        }
    }

    private void Take(DropReason reason, long now)
    {
        var before = _lost.GetValueOrDefault(reason);
        if (now > before)
        {
            _lost[reason] = now;
            _producer.Dropped(reason, now - before);
        }
    }

    private static DropReason ReasonOf(FlowLoss why) => why switch
    {
        FlowLoss.QueueFull => DropReason.QueueFull,
        FlowLoss.TooLarge => DropReason.TooLarge,
        FlowLoss.Refused => DropReason.Undeliverable,
        _ => DropReason.Undelivered,
    };
}
