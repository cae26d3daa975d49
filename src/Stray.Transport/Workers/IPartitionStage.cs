namespace Stray.Transport.Workers;

/// <summary>
/// What a stage does with the records of one assigned partition. It is made on assignment and dropped on revocation, and only the
/// worker's own thread calls it.
/// </summary>
public interface IPartitionStage
{
    /// <summary>Takes a record from before the committed offset, only to rebuild state: it was processed and published before.</summary>
    void Replay(in StreamRecord record);

    /// <summary>The replayed stretch is over; the next record is new.</summary>
    void Replayed();

    /// <summary>Processes one new record; what it sends is committed together with the record's offset.</summary>
    StageResult Process(in StreamRecord record, Outbox outbox);

    /// <summary>Called before each commit, and with <paramref name="idle"/> when no record came for a while.</summary>
    void Flush(Outbox outbox, bool idle);
}
