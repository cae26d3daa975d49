using Confluent.Kafka;

namespace Stray.Transport.Workers;

/// <summary>The partitions this worker holds now, and where each starts.</summary>
internal sealed class Assignment(WorkerOptions options, Func<TopicPartition, IPartitionStage> stages)
{
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(30);
    private readonly Dictionary<TopicPartition, AssignedPartition> _held = [];

    public IReadOnlyCollection<AssignedPartition> Held => _held.Values;

    public AssignedPartition? Of(TopicPartition partition) => _held.GetValueOrDefault(partition);

    /// <summary>Takes partitions on: asks for their committed offsets and says where to read from so that state is rebuilt first.</summary>
    /// <exception cref="KafkaException">The committed offsets could not be had; nothing was taken on.</exception>
    public List<TopicPartitionOffset> Take(IConsumer<byte[], byte[]> consumer, IReadOnlyCollection<TopicPartition> partitions)
    {
        var committed = consumer.Committed(partitions, Ask);
        return committed.ConvertAll(c => Take(c.TopicPartition, c.Offset.IsSpecial ? 0 : c.Offset.Value));
    }

    public void Drop(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _held.Remove(partition);
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

    private TopicPartitionOffset Take(TopicPartition partition, long committed)
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
