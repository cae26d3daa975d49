using System.Net;
using System.Net.NetworkInformation;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PacketDotNet;
using Stray.Capture.Decoding;

namespace Stray.Tests.Capture.Decoding;

/// <summary>Packets that PacketDotNet builds are read back as they were meant; it never parses anything here.</summary>
public sealed class DecoderOracleTests
{
    [Property(MaxTest = 500)]
    public Property What_was_built_is_what_is_decoded(ushort source, ushort destination, byte[] payload, bool six, bool tcp, ushort host)
    {
        source = FreeOfTunnels(source);
        destination = FreeOfTunnels(destination);
        var (from, to) = six
            ? (IPAddress.Parse($"2001:db8::{host:x}"), IPAddress.Parse("2001:db8:1::2"))
            : (new IPAddress([10, 1, (byte)(host >> 8), (byte)host]), IPAddress.Parse("10.2.0.2"));
        var frame = Build(from, to, tcp ? Tcp(source, destination, payload) : new UdpPacket(source, destination) { PayloadData = payload });
        var packet = DecoderPacketTests.Decode(frame, out var decoder);
        return (decoder.Findings.Items.IsEmpty
            && packet.Source.ToString() == from.ToString() && packet.Destination.ToString() == to.ToString()
            && packet.SourcePort == source && packet.DestinationPort == destination
            && packet.Payload.SequenceEqual(payload) && packet.PayloadWireLength == payload.Length
            && packet.IsTcp == tcp && packet.IpVersion == (six ? 6 : 4)
            && packet.SourceMac.ToMacString() == "02:00:00:00:00:01").ToProperty();
    }

    private static TcpPacket Tcp(ushort source, ushort destination, byte[] payload) =>
        new(source, destination) { PayloadData = payload, SequenceNumber = 1, AcknowledgmentNumber = 2, Acknowledgment = true, Push = true, WindowSize = 1000 };

    private static byte[] Build(IPAddress from, IPAddress to, PacketDotNet.Packet transport)
    {
        var six = from.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        IPPacket ip = six ? new IPv6Packet(from, to) { HopLimit = 64 } : new IPv4Packet(from, to) { TimeToLive = 64 };
        ip.PayloadPacket = transport;
        var frame = new EthernetPacket(PhysicalAddress.Parse("02-00-00-00-00-01"), PhysicalAddress.Parse("02-00-00-00-00-02"), six ? EthernetType.IPv6 : EthernetType.IPv4)
        {
            PayloadPacket = ip,
        };
        (transport as TcpPacket)?.UpdateTcpChecksum();
        (transport as UdpPacket)?.UpdateUdpChecksum();
        (ip as IPv4Packet)?.UpdateIPChecksum();
        return frame.Bytes;
    }

    private static ushort FreeOfTunnels(ushort port) => port is 2152 or 3544 or 4789 or 6081 or 8472 ? (ushort)1 : port;
}
