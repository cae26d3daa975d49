using Confluent.Kafka;

namespace Stray.Transport.Workers;

/// <summary>The partitions this worker holds now, and where each starts.</summary>
internal sealed class Assignment(WorkerOptions options, Func<TopicPartition, IPartitionStage> stages)
{
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(30);
    private readonly Dictionary<TopicPartition, AssignedPartition> _held = [];
    private readonly HashSet<TopicPartition> _new = [];

    public IReadOnlyCollection<AssignedPartition> Held => _held.Values;

    public AssignedPartition? Of(TopicPartition partition) => _held.GetValueOrDefault(partition);

    /// <summary>Whether partitions were taken on that do not stand where they should yet.</summary>
    public bool IsUnsettled => _new.Count > 0;

    /// <summary>Takes partitions on; called within a rebalance, so it asks the brokers nothing.</summary>
    public void Take(IEnumerable<TopicPartition> partitions) => _new.UnionWith(partitions);

    /// <summary>
    /// Puts every new partition where its stage must start to rebuild its state. Records received for it before are to be dropped:
    /// they come again.
    /// </summary>
    /// <remarks>Not in the rebalance callback: librdkafka 2.16 spins and misses its heartbeats when asked for committed offsets
    /// there under KIP-848, until the broker fences the member.</remarks>
    /// <exception cref="KafkaException">The brokers did not answer.</exception>
    public void Settle(IConsumer<byte[], byte[]> consumer)
    {
        foreach (var committed in consumer.Committed(_new, Ask))
        {
            var start = Place(committed.TopicPartition, committed.Offset.IsSpecial ? 0 : committed.Offset.Value);
            consumer.Seek(start);
            _new.Remove(start.TopicPartition);
        }
    }

    /// <summary>Starts every held partition anew from its committed offset.</summary>
    public void Restart()
    {
        _new.UnionWith(_held.Keys);
        _held.Clear();
    }

    public void Drop(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _held.Remove(partition);
            _new.Remove(partition);
        }
    }

    /// <summary>What a transaction must commit: one past the last processed record of every partition that moved.</summary>
    public List<TopicPartitionOffset> Dirty() =>
        [.. _held.Values.Where(p => p.IsDirty).Select(p => new TopicPartitionOffset(p.Partition, p.Next))];

    public void Committed()
    {
        foreach (var partition in _held.Values)
        {
            partition.Committed();
        }
    }

    private TopicPartitionOffset Place(TopicPartition partition, long committed)
    {
        var from = Math.Max(0, committed - options.ReplayRecords);
        var assigned = new AssignedPartition(partition, committed, stages(partition));
        if (from < committed)
        {
            assigned.BeginReplay();
        }

        _held[partition] = assigned;
        return new(partition, from == 0 ? Offset.Beginning : from);
    }
}
