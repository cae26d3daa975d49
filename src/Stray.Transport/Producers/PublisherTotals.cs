namespace Stray.Transport.Producers;

/// <summary>What became of every flow record that was to be published. Safe to read while it grows, from any thread.</summary>
public sealed class PublisherTotals
{
    private readonly long[] _lost = new long[Enum.GetValues<FlowLoss>().Length];
    private long _accepted;
    private long _delivered;
    private long _failed;
    private long _lastDelay;

    /// <summary>Records handed to the client.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Records that all in-sync brokers have.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Records handed to the client of which nothing is known yet.</summary>
    public long Outstanding => Accepted - Delivered - Interlocked.Read(ref _failed);

    /// <summary>All that were lost.</summary>
    public long LostInAll => Enum.GetValues<FlowLoss>().Sum(Lost);

    public long Lost(FlowLoss why) => Interlocked.Read(ref _lost[(int)why]);

    /// <summary>How long the last record that was timed took from the client to the brokers' acknowledgement.</summary>
    public TimeSpan LastDelay => TimeSpan.FromTicks(Interlocked.Read(ref _lastDelay));

    internal void Time(TimeSpan took) => Interlocked.Exchange(ref _lastDelay, took.Ticks);

    internal void Accept() => Interlocked.Increment(ref _accepted);

    internal void Deliver() => Interlocked.Increment(ref _delivered);

    /// <summary>One that the client had taken.</summary>
    internal void Fail(FlowLoss why)
    {
        Interlocked.Increment(ref _failed);
        Lose(why, 1);
    }

    internal void Lose(FlowLoss why, long count) => Interlocked.Add(ref _lost[(int)why], count);
}
