namespace Stray.Transport.Workers;

/// <summary>How a worker groups records into transactions. Each setting: meaning, limit, default, here and nowhere else.</summary>
public sealed record WorkerOptions
{
    /// <summary>Stage name: consumer group, transactional id and dead letters carry it (<c>score</c>, <c>alert</c>).</summary>
    public required string Stage { get; init; }

    /// <summary>Topics it reads; more than one are joined by partition, so they must have equally many.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>Records of one transaction at most; 1 to 100 000, default 5000.</summary>
    public int BatchRecords { get; init; } = 5000;

    /// <summary>A transaction is committed after this long, full or not; 10 ms to half the transaction timeout, default 500 ms.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Records before the committed offset that rebuild a partition's state on assignment; 0 to 10 million, default 0: a stage
    /// without state needs none.
    /// </summary>
    public long ReplayRecords { get; init; }

    /// <summary>How long the brokers may be unreachable before the worker gives up; 10 s to a day, default 10 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);
}
