using System.Globalization;

namespace Stray.Runs;

/// <summary>Event times for people and for JSON.</summary>
public static class EventTime
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>RFC 3339 in UTC with nanoseconds; hostile captures hold times that no calendar has, these stay epoch seconds.</summary>
    public static string Text(long nanoseconds)
    {
        var seconds = Math.DivRem(nanoseconds, NanosecondsPerSecond, out var rest);
        if (rest < 0)
        {
            seconds--;
            rest += NanosecondsPerSecond;
        }

        return seconds is < -62_135_596_800 or > 253_402_300_799
            ? seconds.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.FromUnixTimeSeconds(seconds):yyyy-MM-ddTHH:mm:ss}.{rest:D9}Z");
    }

    /// <summary>The calendar time; null where no calendar has one.</summary>
    public static DateTimeOffset? Moment(long nanoseconds)
    {
        var ticks = nanoseconds / 100;
        return ticks < DateTimeOffset.MinValue.Ticks - DateTimeOffset.UnixEpoch.Ticks ? null : DateTimeOffset.UnixEpoch.AddTicks(ticks);
    }

    /// <summary>Seconds since 1970 with nanosecond digits: a double would lose the last two.</summary>
    public static decimal Seconds(long nanoseconds) => nanoseconds / 1_000_000_000m;
}
