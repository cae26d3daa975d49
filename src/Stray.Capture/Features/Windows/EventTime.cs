namespace Stray.Capture.Features.Windows;

/// <summary>Capture time as whole seconds in an int: windows need no more, and hostile times must not overflow.</summary>
internal static class EventTime
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long OriginSeconds = 946_684_800; // 2000-01-01: an int then reaches from 1931 to 2068

    /// <summary>Seconds since 2000 UTC, clamped so that adding or subtracting a week stays in range.</summary>
    public static int Second(long nanoseconds)
    {
        var seconds = Math.DivRem(nanoseconds, NanosecondsPerSecond, out var rest) - OriginSeconds - (rest < 0 ? 1 : 0);
        return (int)Math.Clamp(seconds, int.MinValue + 1_000_000, int.MaxValue - 1_000_000);
    }

    /// <summary>Seconds from one time to a later one; 0 when time went backwards.</summary>
    public static double Since(long earlier, long later) => later <= earlier ? 0 : ((double)later - earlier) / NanosecondsPerSecond;
}
