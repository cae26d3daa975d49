using Confluent.Kafka;

namespace Stray.Transport.Workers;

/// <summary>
/// The life of one consumer and its transactional producer: consume, process, produce, commit. One thread owns both from the first
/// call to the last, because the native client crashes when used after it was closed.
/// </summary>
internal sealed class WorkerSession : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly WorkerOptions _options;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly Assignment _assignment;
    private readonly Transaction _transaction;
    private readonly Outbox _outbox;
    private readonly WorkerMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Action<string> _onTrouble;
    private readonly Action<int> _onAssigned;
    private CancellationToken _stop;
    private BatchTrace _trace;
    private int _batched;
    private TimeSpan _busy;
    private long _lastCommit;
    private long _lastRecord;
    private bool _idle;
    private bool _rewind;

    public WorkerSession(WorkerOptions options, WorkerClients clients, Func<TopicPartition, IPartitionStage> stages, WorkerMetrics metrics, TimeProvider time)
    {
        (_options, _metrics, _time) = (options, metrics, time);
        (_onTrouble, _onAssigned) = (clients.OnTrouble, clients.OnAssigned);
        _assignment = new Assignment(options, stages);
        _producer = clients.Producer();
        _transaction = new Transaction(_producer, options, time);
        _outbox = new Outbox(_producer) { Opening = _transaction.Open };
        _consumer = clients.Consumer(OnAssigned, OnRevoked, OnLost);
        _trace = metrics.BeginBatch(options);
        _lastCommit = _lastRecord = time.GetTimestamp();
    }

    /// <summary>Works until told to stop, then finishes the open transaction and leaves the group.</summary>
    /// <exception cref="KafkaException">The clients can no longer be used; all since the last commit is undone.</exception>
    public void Run(CancellationToken stop)
    {
        _stop = stop;
        _transaction.Init(stop);
        _consumer.Subscribe(_options.Topics);
        while (!stop.IsCancellationRequested)
        {
            var received = _consumer.Consume(Poll); // 1 one record; rebalances happen in here, too
            if (_rewind)
            {
                Rewind(); // what was received comes again
            }
            else
            {
                Receive(received);
            }

            if (_assignment.IsUnsettled)
            {
                _assignment.Settle(_consumer);
            }

            if (IsDue())
            {
                Commit(idle: false); // 3 outputs and offsets together
            }
            else if (IsIdle())
            {
                Commit(_idle = true);
            }
        }

        Commit(idle: true);
        _consumer.Close();
    }

    public void Dispose()
    {
        _trace.Dispose();
        _consumer.Dispose();
        _producer.Dispose();
    }

    private void Receive(ConsumeResult<byte[], byte[]>? result)
    {
        if (result is null)
        {
            return;
        }

        if (_assignment.Of(result.TopicPartition) is not { } partition)
        {
            _metrics.Late(result.Topic); // of a partition that was taken away (its new owner processes it) or is not settled yet (it comes again)
            return;
        }

        if (result.IsPartitionEOF)
        {
            partition.EndReplay();
            return;
        }

        var record = new StreamRecord(result);
        if (partition.IsOld(record))
        {
            partition.Stage.Replay(record);
            _metrics.Replayed(record);
            return;
        }

        Process(partition, record);
    }

    // 2 the stage; what it cannot process goes to the dead letters in the same transaction
    private void Process(AssignedPartition partition, in StreamRecord record)
    {
        _trace.Link(record);
        var began = _time.GetTimestamp();
        var result = partition.Stage.Process(record, _outbox);
        _busy += _time.GetElapsedTime(began);
        if (result.Outcome == StageOutcome.NotNow)
        {
            Retreat(result.Reason);
            return;
        }

        if (result.Outcome == StageOutcome.Poison)
        {
            DeadLetters.Bury(_outbox, record, _options.Stage, result.Reason);
            _metrics.Buried(record);
        }

        partition.Advance(record.Offset);
        _metrics.Processed(record, _time.GetUtcNow());
        _batched++;
        (_lastRecord, _idle) = (_time.GetTimestamp(), false);
    }

    // Nothing of this transaction may go out: the record it stopped at would then be processed after its successors.
    private void Retreat(string reason)
    {
        _onTrouble(reason);
        _transaction.Abort();
        _rewind = true;
        NextBatch();
        _stop.WaitHandle.WaitOne(RetryAfter);
    }

    private bool IsDue() => _batched > 0 && (_batched >= _options.BatchRecords || _time.GetElapsedTime(_lastCommit) >= _options.CommitInterval);

    private bool IsIdle() => !_idle && _time.GetElapsedTime(_lastRecord) >= IdleAfter;

    private void Commit(bool idle)
    {
        if (_rewind)
        {
            return; // what the stages hold belongs to a transaction that was taken back
        }

        var began = _time.GetTimestamp();
        foreach (var partition in _assignment.Held)
        {
            if (!partition.IsReplaying)
            {
                partition.Stage.Flush(_outbox, idle);
            }
        }

        var offsets = _assignment.Dirty();
        if (offsets.Count > 0 || _outbox.Pending > 0)
        {
            _rewind |= !_transaction.Commit(offsets, _consumer);
            _metrics.Ended(_rewind, _outbox.Pending, _busy, _time.GetElapsedTime(began));
            NextBatch();
        }

        _lastCommit = _time.GetTimestamp();
        TellLag();
    }

    private void TellLag()
    {
        foreach (var partition in _assignment.Held)
        {
            var end = _consumer.GetWatermarkOffsets(partition.Partition).High;
            if (!end.IsSpecial)
            {
                _metrics.Lagging(partition.Partition, end.Value - partition.Next);
            }
        }
    }

    private void Drop(List<TopicPartitionOffset> partitions)
    {
        _assignment.Drop(partitions.Select(p => p.TopicPartition));
        partitions.ForEach(p => _metrics.Released(p.TopicPartition));
    }

    private void NextBatch()
    {
        if (!_rewind)
        {
            _assignment.Committed();
        }

        _trace.Dispose();
        _trace = _metrics.BeginBatch(_options);
        _outbox.Committed();
        (_batched, _busy) = (0, TimeSpan.Zero);
    }

    // An aborted transaction took the outputs back but not what the stages remember of its inputs: all start again.
    private void Rewind()
    {
        _transaction.Abort();
        _outbox.Committed();
        _assignment.Restart();
        _rewind = false;
    }

    private void OnAssigned(IConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions)
    {
        _metrics.Rebalanced("assigned", partitions.Count);
        _onAssigned(partitions.Count);
        _assignment.Take(partitions);
    }

    // Still ours until this returns: what was processed is committed, so that the next owner does not do it again.
    private void OnRevoked(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> partitions)
    {
        _metrics.Rebalanced("revoked", partitions.Count);
        Commit(idle: false);
        Drop(partitions);
    }

    // No longer ours: another member may have processed the same records already, so nothing of this may be committed.
    private void OnLost(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> partitions)
    {
        _metrics.Rebalanced("lost", partitions.Count);
        Drop(partitions);
        _transaction.Abort();
        _rewind = true;
        NextBatch();
    }
}
