namespace Stray.Hosting;

/// <summary>What the process says of itself to systemd, Kubernetes and load balancers. Safe from any thread.</summary>
public sealed class Health(TimeProvider time)
{
    /// <summary>A loop that reports at all and has not for this long hangs.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private string? _notReady = "starting";
    private long _lastBeat;
    private bool _beats;

    /// <summary>Told once, when the process is ready for the first time.</summary>
    public event Action? BecameReady;

    /// <summary>Why it takes no work now; null when it does.</summary>
    public string? NotReadyReason
    {
        get
        {
            lock (_lock)
            {
                return _notReady;
            }
        }
    }

    /// <summary>Whether its loop still turns; a loop that never reported is taken to.</summary>
    public bool IsAlive
    {
        get
        {
            lock (_lock)
            {
                return !_beats || time.GetElapsedTime(_lastBeat) < LongestSilence;
            }
        }
    }

    /// <summary>The process does its work from now on.</summary>
    public void Ready()
    {
        Action? told;
        lock (_lock)
        {
            _notReady = null;
            (told, BecameReady) = (BecameReady, null);
        }

        told?.Invoke();
    }

    /// <param name="reason">For a person; not a secret, not from traffic.</param>
    public void NotReady(string reason)
    {
        lock (_lock)
        {
            _notReady = reason;
        }
    }

    /// <summary>The loop turned once more. From the first call on, silence means that it hangs.</summary>
    public void Beat()
    {
        lock (_lock)
        {
            (_beats, _lastBeat) = (true, time.GetTimestamp());
        }
    }
}
