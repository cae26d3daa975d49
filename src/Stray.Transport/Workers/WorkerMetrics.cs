using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Confluent.Kafka;
using Stray.Contracts.Telemetry;

namespace Stray.Transport.Workers;

/// <summary>What a worker tells of itself. The instruments and their labels are those of <see cref="StreamInstruments"/>.</summary>
public sealed class WorkerMetrics
{
    private static readonly KeyValuePair<string, object?> Kafka = Labels.MessagingSystem.Is("kafka");
    private static readonly KeyValuePair<string, object?> Process = Labels.Operation.Is("process");
    private static readonly KeyValuePair<string, object?> Commit = Labels.Operation.Is("commit");
    private static readonly KeyValuePair<string, object?> Send = Labels.Operation.Is("send");

    private readonly ConcurrentDictionary<TopicPartition, long> _lag = [];
    private readonly ActivitySource _source;
    private readonly Counter<long> _consumed;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _dead;
    private readonly Counter<long> _replayed;
    private readonly Counter<long> _late;
    private readonly Counter<long> _transactions;
    private readonly Counter<long> _rebalances;
    private readonly Histogram<double> _process;
    private readonly Histogram<double> _operation;
    private readonly Histogram<double> _delay;

    public WorkerMetrics(Meter meter, ActivitySource source)
    {
        _source = source;
        (_consumed, _sent) = (meter.Counter(StreamInstruments.Consumed), meter.Counter(StreamInstruments.Sent));
        (_dead, _replayed) = (meter.Counter(StreamInstruments.DeadLetters), meter.Counter(StreamInstruments.Replayed));
        (_late, _rebalances) = (meter.Counter(StreamInstruments.Late), meter.Counter(StreamInstruments.Rebalances));
        _transactions = meter.Counter(StreamInstruments.Transactions);
        (_process, _delay) = (meter.Histogram(StreamInstruments.Process), meter.Histogram(StreamInstruments.Delay));
        _operation = meter.Histogram(StreamInstruments.Operation);
        meter.Gauge(StreamInstruments.Lag, ReadLag);
    }

    internal BatchTrace BeginBatch(WorkerOptions options) => new(_source, options);

    internal void Processed(in StreamRecord record, DateTimeOffset now)
    {
        var topic = Labels.Topic.Is(record.Topic);
        _consumed.Add(1, Kafka, Process, topic);
        _delay.Record(Math.Max(0, (now - record.Produced).TotalSeconds), topic);
    }

    internal void Buried(in StreamRecord record) => _dead.Add(1, Labels.Topic.Is(record.Topic));

    internal void Replayed(in StreamRecord record) => _replayed.Add(1, Labels.Topic.Is(record.Topic));

    internal void Late(string topic) => _late.Add(1, Labels.Topic.Is(topic));

    internal void Rebalanced(string kind, int partitions) => _rebalances.Add(partitions, Labels.Rebalance.Is(kind));

    /// <param name="sent">Records the transaction carried.</param>
    /// <param name="busy">What the stage took for the batch's records.</param>
    /// <param name="duration">What flushing and ending the transaction took.</param>
    internal void Ended(bool aborted, int sent, TimeSpan busy, TimeSpan duration)
    {
        var outcome = Labels.Outcome.Is(aborted ? "aborted" : "committed");
        _transactions.Add(1, outcome);
        _process.Record(busy.TotalSeconds, Kafka, Process);
        _operation.Record(duration.TotalSeconds, Kafka, Commit, outcome);
        if (!aborted)
        {
            _sent.Add(sent, Kafka, Send);
        }
    }

    /// <summary>How many records of a held partition are still to be read; 0 at its end.</summary>
    internal void Lagging(TopicPartition partition, long records) => _lag[partition] = Math.Max(0, records);

    /// <summary>The partition belongs to another now, who tells its lag.</summary>
    internal void Released(TopicPartition partition) => _lag.TryRemove(partition, out _);

    private IEnumerable<Measurement<double>> ReadLag() => _lag.Select(l => new Measurement<double>(
        l.Value, Labels.Topic.Is(l.Key.Topic), Labels.Partition.Is(l.Key.Partition.Value.ToString(CultureInfo.InvariantCulture))));
}
