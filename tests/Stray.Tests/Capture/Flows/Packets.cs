using Stray.Capture.Decoding;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Flows;

/// <summary>Decoded packets other than TCP segments, for the flow stage.</summary>
internal static class Packets
{
    public const long Start = 1_700_000_000_000_000_000;

    public static Packet Udp(uint source, ushort sport, uint destination, ushort dport, long time = Start, int payload = 0)
    {
        var packet = Ip(source, destination, ProtocolNames.Udp, new byte[28 + payload], time);
        (packet.SourcePort, packet.DestinationPort, packet.HasTransport) = (sport, dport, true);
        (packet.PayloadOffset, packet.PayloadLength, packet.PayloadWireLength) = (28, payload, payload);
        return packet;
    }

    /// <param name="body">From the ICMP header's fifth byte on: identifier and sequence, or four unused bytes, then the data.</param>
    public static Packet Icmp(uint source, uint destination, byte type, byte code, ReadOnlySpan<byte> body, long time = Start)
    {
        var bytes = new byte[24 + body.Length];
        body.CopyTo(bytes.AsSpan(24));
        var packet = Ip(source, destination, ProtocolNames.Icmp, bytes, time);
        (packet.IcmpType, packet.IcmpCode, packet.HasTransport) = (type, code, true);
        (packet.PayloadOffset, packet.PayloadLength, packet.PayloadWireLength) = (28, body.Length - 4, body.Length - 4);
        return packet;
    }

    public static Packet Fragment(uint source, uint destination, int length)
    {
        var packet = Ip(source, destination, ProtocolNames.Udp, new byte[length], Start);
        packet.Fragment = true;
        return packet;
    }

    public static Packet Link(ulong source, ulong destination, ushort etherType) => new()
    {
        Bytes = new byte[60],
        Time = Start,
        Frame = 1,
        WireLength = 60,
        CapturedLength = 60,
        EtherType = etherType,
        SourceMac = new Address(0, source),
        DestinationMac = new Address(0, destination),
    };

    private static Packet Ip(uint source, uint destination, byte protocol, byte[] bytes, long time) => new()
    {
        Bytes = bytes,
        Frame = 1,
        Time = time,
        WireLength = bytes.Length,
        CapturedLength = bytes.Length,
        IpVersion = 4,
        Protocol = protocol,
        Source = Address.FromV4(source),
        Destination = Address.FromV4(destination),
        TransportOffset = 20,
        TransportWireLength = bytes.Length - 20,
    };
}
