using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Stray.Transport.Workers;

/// <summary>What a worker tells of itself, by OpenTelemetry's messaging conventions where they have a name. No label names a host, account or flow.</summary>
public sealed class WorkerMetrics(Meter meter, ActivitySource source)
{
    private readonly Counter<long> _consumed = meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}");
    private readonly Counter<long> _sent = meter.CreateCounter<long>("messaging.client.sent.messages", "{message}");
    private readonly Histogram<double> _process = meter.CreateHistogram<double>("messaging.process.duration", "s");
    private readonly Histogram<double> _delay = meter.CreateHistogram<double>("stray.worker.delay", "s");
    private readonly Counter<long> _dead = meter.CreateCounter<long>("stray.worker.dead_letters", "{message}");
    private readonly Counter<long> _replayed = meter.CreateCounter<long>("stray.worker.replayed", "{message}");
    private readonly Counter<long> _late = meter.CreateCounter<long>("stray.worker.late", "{message}");
    private readonly Counter<long> _transactions = meter.CreateCounter<long>("stray.worker.transactions", "{transaction}");
    private readonly Counter<long> _rebalances = meter.CreateCounter<long>("stray.worker.rebalances", "{partition}");

    internal BatchTrace BeginBatch(WorkerOptions options) => new(source, options);

    internal void Processed(in StreamRecord record, DateTimeOffset now)
    {
        _consumed.Add(1, Topic(record.Topic));
        _delay.Record(Math.Max(0, (now - record.Produced).TotalSeconds), Topic(record.Topic));
    }

    internal void Buried(in StreamRecord record) => _dead.Add(1, Topic(record.Topic));

    internal void Replayed(in StreamRecord record) => _replayed.Add(1, Topic(record.Topic));

    internal void Late(string topic) => _late.Add(1, Topic(topic));

    internal void Rebalanced(string kind, int partitions) => _rebalances.Add(partitions, new KeyValuePair<string, object?>("stray.rebalance.kind", kind));

    internal void Ended(bool aborted, int sent, TimeSpan duration)
    {
        var outcome = new KeyValuePair<string, object?>("stray.transaction.outcome", aborted ? "aborted" : "committed");
        _transactions.Add(1, outcome);
        _process.Record(duration.TotalSeconds, outcome);
        if (!aborted)
        {
            _sent.Add(sent);
        }
    }

    private static KeyValuePair<string, object?> Topic(string topic) => new("messaging.destination.name", topic);
}
