namespace Stray.Exercises.Captures;

/// <summary>When something happens; what was added first goes first at the same nanosecond, so that runs repeat.</summary>
internal readonly record struct TimeKey(long Time, long Order) : IComparable<TimeKey>
{
    public int CompareTo(TimeKey other) => Time != other.Time ? Time.CompareTo(other.Time) : Order.CompareTo(other.Order);

    public static bool operator <(TimeKey left, TimeKey right) => left.CompareTo(right) < 0;

    public static bool operator >(TimeKey left, TimeKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(TimeKey left, TimeKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TimeKey left, TimeKey right) => left.CompareTo(right) >= 0;
}
