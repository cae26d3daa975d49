namespace Stray.Transport.Producers;

/// <summary>How a publisher treats a source that is faster than the brokers.</summary>
public sealed record PublisherOptions
{
    /// <summary>
    /// What a live interface may wait for: the kernel's ring holds half a second of a busy gigabit link, so waiting longer would
    /// lose packets, of which nothing remains, instead of flow records, which are counted.
    /// </summary>
    public static readonly TimeSpan LivePatience = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long one record waits for room in the client's queue; once it was in vain, the next ones do not wait until there is
    /// room again. Null for as long as it takes: a file can wait.
    /// </summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>From the stop to the end, at most; 1 s to 5 min.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(8);
}
