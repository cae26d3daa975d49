namespace Stray.Exercises;

/// <summary>Durations in the unit of packet times: nanoseconds.</summary>
internal static class Nanos
{
    public const long Microsecond = 1_000;
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;

    public static long Seconds(double seconds) => (long)(seconds * Second);

    public static long Of(TimeSpan span) => span.Ticks * 100;

    public static long Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;
}
