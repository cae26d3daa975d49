namespace Stray.Exercises.Office;

/// <summary>How an operating system's TCP/IP stack shows on the wire.</summary>
/// <param name="SynOptions">The options of its SYN, in its own order; a timestamp option is filled in when present.</param>
/// <param name="Window">Window of the SYN.</param>
/// <param name="Scale">Window scale shift; the same number as in <paramref name="SynOptions"/>.</param>
/// <param name="DelayedAck">How long it holds back the acknowledgement of a lone segment, ns.</param>
internal sealed record StackProfile(byte TimeToLive, byte[] SynOptions, ushort Window, byte Scale, long DelayedAck)
{
    public const int MaximumSegment = 1460;

    public bool Timestamps { get; private init; }

    /// <summary>First port of the ephemeral range (IANA's on Windows, 32768 on Linux).</summary>
    public int FirstPort { get; private init; } = 49152;

    public int LastPort { get; private init; } = 65535;

    /// <summary>Windows 10/11: MSS, NOP, window scale 8, NOP, NOP, SACK permitted.</summary>
    public static StackProfile Windows() =>
        new(128, [2, 4, 5, 180, 1, 3, 3, 8, 1, 1, 4, 2], 64240, 8, 45 * Nanos.Millisecond);

    /// <summary>Linux 5/6: MSS, SACK permitted, timestamps, NOP, window scale 7.</summary>
    public static StackProfile Linux() =>
        new(64, [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 7], 64240, 7, 40 * Nanos.Millisecond)
        {
            Timestamps = true,
            FirstPort = 32768,
            LastPort = 60999,
        };

    /// <summary>The small stack of a printer: MSS only.</summary>
    public static StackProfile Embedded() => new(64, [2, 4, 5, 180], 17520, 0, 100 * Nanos.Millisecond) { FirstPort = 1024 };
}
