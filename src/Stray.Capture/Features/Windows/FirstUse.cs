namespace Stray.Capture.Features.Windows;

/// <summary>When something was seen for the first time.</summary>
internal struct FirstUse : IWindow
{
    private long _time;
    private bool _seen;

    /// <summary>Seconds since the first use; 0 for the first.</summary>
    public double Age(long time)
    {
        _time = _seen ? Math.Min(_time, time) : time;
        _seen = true;
        return EventTime.Since(_time, time);
    }

    public void Clear() => _seen = false;
}
