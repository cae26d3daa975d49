namespace Stray.Embedded;

/// <summary>Does something at most so often, on the thread of whoever beats: a live run has work between its packets, and no second thread.</summary>
internal sealed class Pulse(TimeSpan every, Action act, TimeProvider time)
{
    private long _last = time.GetTimestamp();

    public void Beat()
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_last, now) >= every)
        {
            _last = now;
            act();
        }
    }
}
