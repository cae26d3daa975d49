namespace Stray.Capture.Flows;

/// <summary>
/// The time of the packets, which drives every timeout. One wild timestamp in a damaged or hostile capture must not end all
/// flows: a leap is followed only when the next packet confirms it.
/// </summary>
internal struct PacketClock
{
    private const long Leap = 3_600_000_000_000;

    private bool _started;
    private long _leap;

    public long Now { get; private set; }

    public void Advance(long time)
    {
        if (IsNear(time, Now) && _started)
        {
            Now = Math.Max(Now, time);
            return;
        }

        if (!_started || IsNear(time, _leap))
            Now = time;
        (_started, _leap) = (true, time);
    }

    private static bool IsNear(long time, long other) => time > Subtract(other) && time < Add(other);

    private static long Subtract(long time) => time < long.MinValue + Leap ? long.MinValue : time - Leap;

    private static long Add(long time) => time > long.MaxValue - Leap ? long.MaxValue : time + Leap;
}
