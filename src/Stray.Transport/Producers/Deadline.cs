namespace Stray.Transport.Producers;

/// <summary>The moment a stopping publisher must be done by: the drain time from the stop on. There is none before a stop.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeSpan _drain;
    private readonly TimeProvider _time;
    private readonly CancellationTokenRegistration _registration;
    private long _stopped = long.MinValue;

    public Deadline(TimeSpan drain, TimeProvider time, CancellationToken stop)
    {
        (_drain, _time) = (drain, time);
        _registration = stop.Register(Set);
    }

    public bool IsSet => Interlocked.Read(ref _stopped) != long.MinValue;

    public bool IsOver => IsSet && _time.GetElapsedTime(Interlocked.Read(ref _stopped)) >= _drain;

    /// <summary>From now on; a later call changes nothing.</summary>
    public void Set() => Interlocked.CompareExchange(ref _stopped, _time.GetTimestamp(), long.MinValue);

    public void Dispose() => _registration.Dispose();
}
