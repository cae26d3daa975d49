using System.Net;
using System.Net.NetworkInformation;
using PacketDotNet;
using Stray.Exercises.Office;
using Stray.Exercises.Packets;

namespace Stray.Exercises.Conversations;

/// <summary>ARP as hosts on one network use it (RFC 826): ask before the first packet, remember for some minutes, ask again.</summary>
internal sealed class ArpExchange(Wire wire, OfficeNetwork office)
{
    private const ulong BroadcastMac = 0xFFFF_FFFF_FFFF;

    /// <summary>Makes sure that both ends know each other's MAC; returns when the first packet can go.</summary>
    public long Reach(Host from, Host to, long time)
    {
        var near = from.IsOutside ? office.Gateway : from;
        var far = to.IsOutside ? office.Gateway : to;
        if (near == far || far.Role == HostRole.Group || near.ArpTable.GetValueOrDefault(far.Address) > time)
        {
            return time;
        }

        Remember(near, far, time);
        Remember(far, near, time);
        Send(time, ArpOperation.Request, near, far.Address, 0);
        time += far.RoundTrip;
        Send(time, ArpOperation.Response, far, near.Address, near.Mac);
        return time + near.RoundTrip;
    }

    /// <summary>A request nobody answers; returns when the asker gives up.</summary>
    public long AskInVain(Host from, uint address, long time)
    {
        Send(time, ArpOperation.Request, from, address, 0);
        Send(time + Nanos.Second, ArpOperation.Request, from, address, 0);
        return time + (2 * Nanos.Second);
    }

    /// <summary>What a host does when its link comes up: three probes, then two announcements (RFC 5227 s2.1, s2.3).</summary>
    public void Announce(Host host, long time)
    {
        for (var i = 0; i < 3; i++)
        {
            Emit(time + (i * Nanos.Second), Packet(ArpOperation.Request, host.Mac, 0, 0, host.Address), BroadcastMac);
        }

        for (var i = 0; i < 2; i++)
        {
            Emit(time + ((3 + (2 * i)) * Nanos.Second), Packet(ArpOperation.Request, host.Mac, host.Address, 0, host.Address), BroadcastMac);
        }
    }

    /// <summary>An unasked reply that claims <paramref name="address"/> for the sender's MAC.</summary>
    public void Claim(ulong claimer, uint address, Host victim, long time) =>
        Emit(time, Packet(ArpOperation.Response, claimer, address, victim.Mac, victim.Address), victim.Mac);

    private static void Remember(Host owner, Host other, long time) =>
        owner.ArpTable[other.Address] = time + (owner.Dice.Between(300, 1200) * Nanos.Second);

    private void Send(long time, ArpOperation operation, Host from, uint targetAddress, ulong targetMac)
    {
        var destination = operation == ArpOperation.Request ? BroadcastMac : targetMac;
        Emit(time, Packet(operation, from.Mac, from.Address, targetMac, targetAddress), destination);
    }

    private void Emit(long time, ArpPacket packet, ulong destination)
    {
        var frame = new EthernetPacket(packet.SenderHardwareAddress, Mac(destination), EthernetType.Arp) { PayloadPacket = packet }.Bytes;
        frame.CopyTo(wire.Scratch, 0);
        wire.Emit(time, Ipv4Fields.Pad(wire.Scratch, frame.Length));
    }

    private static ArpPacket Packet(ArpOperation operation, ulong senderMac, uint sender, ulong targetMac, uint target) =>
        new(operation, Mac(targetMac), Ip(target), Mac(senderMac), Ip(sender));

    private static PhysicalAddress Mac(ulong mac) =>
        new([(byte)(mac >> 40), (byte)(mac >> 32), (byte)(mac >> 24), (byte)(mac >> 16), (byte)(mac >> 8), (byte)mac]);

    private static IPAddress Ip(uint address) => new([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address]);
}
