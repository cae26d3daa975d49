using Stray.Exercises.Office;
using Stray.Exercises.Packets;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Habits;

/// <summary>NTP: everybody asks the office's time server, which asks one outside (RFC 5905).</summary>
internal sealed class TimeKeeping(Scene scene, Host host, Host server) : Habit(scene)
{
    private readonly long _interval = (server.IsOutside ? 64 : 256) * Nanos.Second;
    private readonly NtpMessage _message = new(scene.Writer);

    protected override long Play(long time)
    {
        var asked = Scene.Arp.Reach(host, server, time);
        var port = host.Stack.Timestamps ? host.NextPort() : (ushort)123;
        Scene.Datagram(host, server, new UdpFields(port, 123), asked, _message.Request(asked));
        var answered = asked + server.React();
        var reference = server.IsOutside ? 0x4750_5300u : Scene.Office.Web.TimeSource.Address; // "GPS"
        var reply = _message.Reply(asked, answered, server.IsOutside ? 1 : 2, reference);
        Scene.Datagram(server, host, new UdpFields(123, port), answered, reply);
        return time + _interval + (host.Dice.Between(0, 4000) * Nanos.Millisecond);
    }
}
