namespace Stray.Capture.Flows;

/// <summary>
/// Every limit of the flow stage, with its default and why. To add one: 1 a property here, 2 its bound in
/// <see cref="Errors"/>, 3 its use, 4 a test that reaches it.
/// </summary>
public sealed record FlowOptions
{
    /// <summary>Silence after which an established TCP connection is taken to be gone. Keep-alives are rarer; the flow then goes on midstream.</summary>
    public TimeSpan TcpEstablished { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Silence after which an unanswered SYN (or a TCP packet nobody answers) is given up: the common SYN retry steps are 1, 3, 7, 15 s.</summary>
    public TimeSpan TcpOpening { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a closed connection stays to take in its last ACKs and to tell port reuse from a SYN inside a connection.</summary>
    public TimeSpan TcpClosed { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Udp { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan Icmp { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Other IP protocols, link flows, and fragments without ports: longer than a fragment train may stay incomplete, so that its finding still meets its flow.</summary>
    public TimeSpan Other { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>A flow that goes on emits a record and starts a new stretch after this long, so that a week-long one is seen before it ends.</summary>
    public TimeSpan Active { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Memory for flow slots; a full table pushes out the least recently used flow of its largest timeout class.</summary>
    public long TableBytes { get; init; } = 512L << 20;

    /// <summary>Out-of-order TCP bytes held for one side; what does not fit is a gap.</summary>
    public int ReorderBytesPerSide { get; init; } = 256 << 10;

    /// <summary>Out-of-order TCP bytes held in all.</summary>
    public long ReorderBytes { get; init; } = 64L << 20;

    /// <summary>Memory for the last bytes of inspected streams, kept to compare a retransmission with what it repeats.</summary>
    public long RetainedBytes { get; init; } = 32L << 20;

    /// <summary>All settings that cannot work, each with its allowed range; empty when sound.</summary>
    public IEnumerable<string> Errors()
    {
        foreach (var (name, value) in new[]
        {
            (nameof(TcpEstablished), TcpEstablished), (nameof(TcpOpening), TcpOpening), (nameof(TcpClosed), TcpClosed),
            (nameof(Udp), Udp), (nameof(Icmp), Icmp), (nameof(Other), Other), (nameof(Active), Active),
        })
        {
            if (value < TimeSpan.FromMilliseconds(1) || value > TimeSpan.FromDays(7))
                yield return $"{name} is {value}, allowed are 1 ms to 7 days";
        }

        foreach (var (name, value, low) in new[]
        {
            (nameof(TableBytes), TableBytes, 64L << 10), (nameof(ReorderBytesPerSide), ReorderBytesPerSide, 0),
            (nameof(ReorderBytes), ReorderBytes, 0), (nameof(RetainedBytes), RetainedBytes, 0),
        })
        {
            if (value < low || value > 1L << 40)
                yield return $"{name} is {value}, allowed are {low} to 1 TiB";
        }
    }

    /// <summary>Idle timeout in nanoseconds.</summary>
    internal long Timeout(TimeoutClass kind) => Nanoseconds(kind switch
    {
        TimeoutClass.TcpEstablished => TcpEstablished,
        TimeoutClass.TcpOpening => TcpOpening,
        TimeoutClass.TcpClosed => TcpClosed,
        TimeoutClass.Udp => Udp,
        TimeoutClass.Icmp => Icmp,
        _ => Other,
    });

    internal static long Nanoseconds(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;
}
