using Confluent.Kafka;

namespace Stray.Transport.Workers;

/// <summary>
/// One Kafka transaction at a time: what the stages sent and the offsets it came from become visible together or not at all.
/// </summary>
internal sealed class Transaction(IProducer<byte[], byte[]> producer, WorkerOptions options, TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private bool _open;

    /// <summary>Fences whoever used this transactional id before, and waits until the brokers answer.</summary>
    /// <exception cref="KafkaException">They did not within the patience, or refused.</exception>
    public void Init(CancellationToken stop) => Persist(() => producer.InitTransactions(Step), stop);

    public void Open()
    {
        if (!_open)
        {
            producer.BeginTransaction();
            _open = true;
        }
    }

    /// <summary>Commits what was sent and the offsets.</summary>
    /// <returns>False when the brokers want it aborted (it then is): the caller goes back to the committed offsets.</returns>
    /// <exception cref="KafkaException">The producer can no longer be used.</exception>
    public bool Commit(List<TopicPartitionOffset> offsets, IConsumer<byte[], byte[]> consumer)
    {
        Open();
        try
        {
            if (offsets.Count > 0)
            {
                // The metadata carries the member's epoch, so a member that was replaced cannot commit.
                Persist(() => producer.SendOffsetsToTransaction(offsets, consumer.ConsumerGroupMetadata, Step), CancellationToken.None);
            }

            Persist(() => producer.CommitTransaction(Step), CancellationToken.None);
            _open = false;
            return true;
        }
        catch (KafkaException refused) when (!refused.Error.IsFatal)
        {
            Abort();
            return false;
        }
    }

    /// <exception cref="KafkaException">The producer can no longer be used.</exception>
    public void Abort()
    {
        if (_open)
        {
            Persist(() => producer.AbortTransaction(Step), CancellationToken.None);
            _open = false;
        }
    }

    // A retriable error leaves the outcome open: the same call again finds out, and anything else could do it twice.
    private void Persist(Action call, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                call();
                return;
            }
            catch (KafkaRetriableException) when (time.GetElapsedTime(began) < options.Patience && !stop.IsCancellationRequested)
            {
                stop.WaitHandle.WaitOne(Pause);
            }
        }
    }
}
