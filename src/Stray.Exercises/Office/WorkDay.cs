namespace Stray.Exercises.Office;

/// <summary>When somebody comes, eats and leaves (UTC, the office's own time), and how busy they are in between.</summary>
internal sealed class WorkDay(Dice dice)
{
    private readonly long _arrives = (7 * Nanos.Hour) + Nanos.Seconds(45 * 60 + dice.Unit() * 80 * 60);
    private readonly long _eats = (11 * Nanos.Hour) + Nanos.Seconds(45 * 60 + dice.Unit() * 45 * 60);
    private readonly long _leaves = (16 * Nanos.Hour) + Nanos.Seconds(30 * 60 + dice.Unit() * 120 * 60);
    private readonly long _meeting = (9 * Nanos.Hour) + Nanos.Seconds(dice.Unit() * 6 * 3600);

    /// <summary>First moment of the stretch at which they are there.</summary>
    public long Begins(long stretchStart) => stretchStart + Math.Max(0, _arrives - OfDay(stretchStart));

    /// <summary>0 (away) to 1 (busy).</summary>
    public double Activity(long time)
    {
        var clock = OfDay(time);
        if (clock < _arrives || clock > _leaves)
        {
            return 0.02;
        }

        if (clock > _eats && clock < _eats + (35 * Nanos.Minute))
        {
            return 0.1;
        }

        return clock > _meeting && clock < _meeting + (45 * Nanos.Minute) ? 0.3 : 1;
    }

    private static long OfDay(long time) => time % (24 * Nanos.Hour);
}
