using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace Stray.Hosting;

/// <summary>
/// Tells systemd that the process is ready, stopping or still turning (sd_notify(3)); silent where nobody listens. The watchdog is
/// fed only while the health says the loop turns, so that a hanging process is started again.
/// </summary>
internal sealed class ServiceNotices : IDisposable
{
    private readonly SystemdNotifier _systemd = new();
    private readonly Health _health;
    private readonly ITimer? _watchdog;

    public ServiceNotices(Health health, TimeProvider time)
    {
        _health = health;
        health.BecameReady += () => Tell("READY=1");
        var half = WatchdogInterval(Environment.GetEnvironmentVariable("WATCHDOG_USEC")) / 2;
        _watchdog = _systemd.IsEnabled && half > TimeSpan.Zero ? time.CreateTimer(Feed, null, half, half) : null;
    }

    public void Stopping() => Tell("STOPPING=1");

    public void Dispose() => _watchdog?.Dispose();

    internal static TimeSpan WatchdogInterval(string? microseconds) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 86_400_000_000
            ? TimeSpan.FromMicroseconds(value)
            : TimeSpan.Zero;

    private void Feed(object? state)
    {
        if (_health.IsAlive)
        {
            Tell("WATCHDOG=1");
        }
    }

    private void Tell(string what)
    {
        if (_systemd.IsEnabled)
        {
            _systemd.Notify(new ServiceState(what));
        }
    }
}
