using Confluent.Kafka;

namespace Stray.Transport.Workers;

/// <summary>
/// The state of one assignment of one partition. A partition that comes back gets a new one, so nothing that was begun under an
/// earlier assignment can move the group's offset.
/// </summary>
internal sealed class AssignedPartition(TopicPartition partition, long committed, IPartitionStage stage)
{
    private readonly long _committed = committed;

    public TopicPartition Partition => partition;

    public IPartitionStage Stage => stage;

    /// <summary>The offset to commit: one past the last processed record.</summary>
    public long Next { get; private set; } = committed;

    /// <summary>Whether <see cref="Next"/> moved since the last commit.</summary>
    public bool IsDirty { get; private set; }

    public bool IsReplaying { get; private set; }

    public void BeginReplay() => IsReplaying = true;

    /// <summary>Whether a record stands before the committed offset, and so only rebuilds state.</summary>
    public bool IsOld(in StreamRecord record)
    {
        if (record.Offset < _committed)
        {
            return true;
        }

        EndReplay();
        return false;
    }

    /// <summary>Ends the replay without a new record: the consumer stands at the end of the partition.</summary>
    public void EndReplay()
    {
        if (IsReplaying)
        {
            IsReplaying = false;
            stage.Replayed();
        }
    }

    public void Advance(long offset) => (Next, IsDirty) = (offset + 1, true);

    public void Committed() => IsDirty = false;
}
