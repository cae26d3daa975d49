using Stray.Exercises.Office;
using Stray.Exercises.Packets;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Habits;

/// <summary>DHCP (RFC 2131): four messages and the ARP checks when a machine is switched on, two when it renews.</summary>
internal sealed class LeaseKeeping(Scene scene, Host host) : Habit(scene)
{
    private readonly DhcpMessage _message = new(scene.Writer);

    /// <summary>The machine is switched on; returns when it has an address.</summary>
    public long Boot(long time)
    {
        var transaction = (uint)host.Dice.Next();
        var server = Scene.Office.DomainController;
        time = Ask(time, DhcpMessage.Discover, transaction, 0);
        time = Answer(time, DhcpMessage.Offer, transaction);
        time = Ask(time, DhcpMessage.Request, transaction, host.Address);
        time = Answer(time, DhcpMessage.Acknowledge, transaction);
        Scene.Arp.Announce(host, time);
        host.ArpTable.Remove(server.Address);
        return time + (3 * Nanos.Second);
    }

    protected override long Play(long time)
    {
        var server = Scene.Office.DomainController;
        var transaction = (uint)host.Dice.Next();
        var asked = Scene.Arp.Reach(host, server, time);
        var request = _message.FromClient(DhcpMessage.Request, transaction, host, host.Address, 0);
        Scene.Datagram(host, server, new UdpFields(68, 67), asked, request);
        var reply = _message.FromServer(DhcpMessage.Acknowledge, transaction, host, Scene.Office);
        Scene.Datagram(server, host, new UdpFields(67, 68), asked + server.React(), reply);
        return time + (4 * Nanos.Hour);
    }

    private long Ask(long time, int type, uint transaction, uint requested)
    {
        var request = _message.FromClient(type, transaction, host, 0, requested);
        var broadcast = Scene.Office.Broadcast;
        var ip = host.To(broadcast, 17) with { Source = 0, TimeToLive = 128 };
        Scene.Wire.Emit(time, new UdpFields(68, 67).Write(Scene.Wire.Scratch, ip, request));
        return time + Scene.Office.DomainController.React();
    }

    private long Answer(long time, int type, uint transaction)
    {
        var server = Scene.Office.DomainController;
        var reply = _message.FromServer(type, transaction, host, Scene.Office);
        var ip = server.To(Scene.Office.Broadcast, 17) with { TimeToLive = 128 };
        Scene.Wire.Emit(time, new UdpFields(67, 68).Write(Scene.Wire.Scratch, ip, reply));
        return time + host.React();
    }
}
