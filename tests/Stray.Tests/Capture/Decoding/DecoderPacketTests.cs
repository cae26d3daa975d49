using Stray.Capture.Decoding;
using Stray.Capture.Frames;
using Stray.Contracts.Flows;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Capture.Decoding;

/// <summary>What the decoder leaves in the packet.</summary>
public sealed class DecoderPacketTests
{
    private static readonly byte[] Inner = Ipv4(17, Udp(1111, 2222, Noise(30)), "192.168.7.1", "192.168.7.2");
    private static readonly byte[] InnerFrame = Ethernet(0x0800, Inner);

    public static TheoryData<string, byte[], TunnelKind, uint> Encapsulations => new()
    {
        { "GRE", Frame4(47, Join(Hex("2000 0800 00000007"), Inner)), TunnelKind.Gre, 7 },
        { "PPTP", Frame4(47, Join(Hex("3001 880B"), U16(Inner.Length + 4), U16(7), U32(1), Hex("FF03 0021"), Inner)), TunnelKind.Gre, 7 },
        { "GRE bridging", Frame4(47, Join(Hex("0000 6558"), InnerFrame)), TunnelKind.Gre, 0 },
        { "ERSPAN I", Frame4(47, Join(Hex("0000 88BE"), InnerFrame)), TunnelKind.Erspan, 0 },
        { "ERSPAN II", Frame4(47, Join(Hex("1000 88BE 00000001 10000007 00000000"), InnerFrame)), TunnelKind.Erspan, 7 },
        { "ERSPAN III", Frame4(47, Join(Hex("1000 22EB 00000001 20000007 00000000 00000001 0000000000000000"), InnerFrame)), TunnelKind.Erspan, 7 },
        { "IP in IP", Frame4(4, Inner), TunnelKind.IpInIp, 0 },
        { "4in6", Frame6(4, Inner), TunnelKind.IpInIp, 0 },
        { "VXLAN", Frame4(17, Udp(50000, 4789, Join(Hex("08000000 00000700"), InnerFrame))), TunnelKind.Vxlan, 7 },
        { "VXLAN over IPv6", Frame6(17, Udp(50000, 4789, Join(Hex("08000000 00000700"), InnerFrame))), TunnelKind.Vxlan, 7 },
        { "Geneve", Frame4(17, Udp(50000, 6081, Join(Hex("0100 6558 00000700 00000000"), InnerFrame))), TunnelKind.Geneve, 7 },
        { "GTP", Frame4(17, Udp(2152, 2152, Join(Hex("30FF"), U16(Inner.Length), U32(7), Inner))), TunnelKind.GtpU, 7 },
        { "GTP with extension", Frame4(17, Udp(2152, 2152, Join(Hex("34FF"), U16(Inner.Length + 8), U32(7), Hex("00000085 01100500"), Inner))), TunnelKind.GtpU, 7 },
        { "MPLS", Ethernet(0x8847, Join(Hex("000150FF 000151FF"), Inner)), TunnelKind.None, 0 },
        { "Pseudowire", Ethernet(0x8847, Join(Hex("000151FF 00000000"), InnerFrame)), TunnelKind.None, 0 },
        { "PPPoE", Ethernet(0x8864, Join(Hex("11000001"), U16(Inner.Length + 2), Hex("0021"), Inner)), TunnelKind.None, 0 },
        { "VNTag", Ethernet(0x8926, Join(Zeros(4), U16(0x0800), Inner)), TunnelKind.None, 0 },
        { "E-tag", Ethernet(0x893F, Join(Zeros(6), U16(0x0800), Inner)), TunnelKind.None, 0 },
        { "Provider backbone", Ethernet(0x88E7, Join(Zeros(4), InnerFrame)), TunnelKind.None, 0 },
        { "MACsec", Ethernet(0x88E5, Join(Hex("2000 00000001 0200000000010001 0800"), Inner, Zeros(16))), TunnelKind.None, 0 },
        { "SNAP", Ethernet(Inner.Length + 8, Join(Hex("AAAA03 000000 0800"), Inner)), TunnelKind.None, 0 },
    };

    [Theory]
    [MemberData(nameof(Encapsulations))]
    public void The_innermost_packet_is_what_remains(string name, byte[] frame, TunnelKind tunnel, uint id)
    {
        var packet = Decode(frame, out var decoder);
        Assert.True(decoder.Findings.Items.IsEmpty, $"{name}: {string.Join(", ", decoder.Findings.Items.ToArray())}");
        Assert.Equal(("192.168.7.1", "192.168.7.2"), (packet.Source.ToString(), packet.Destination.ToString()));
        Assert.Equal((1111, 2222), (packet.SourcePort, packet.DestinationPort));
        Assert.Equal((tunnel, id, tunnel == TunnelKind.None ? 0 : 1), (packet.Tunnel, packet.TunnelId, packet.TunnelDepth));
        Assert.True(packet.IsUdp);
        Assert.Equal(Noise(30), packet.Payload.ToArray());
    }

    [Fact]
    public void IPv6_in_IPv4_and_in_Teredo_is_decoded()
    {
        var inner = Ipv6(6, Tcp(0x12));
        Assert.Equal(TunnelKind.SixInFour, Decode(Frame4(41, inner), out _).Tunnel);
        var teredo = Decode(Frame4(17, Udp(50000, 3544, inner)), out _);
        Assert.Equal(TunnelKind.Teredo, teredo.Tunnel);
        Assert.True(teredo.IsTcp);
        Assert.Equal(Server6, teredo.Destination.ToString());
    }

    [Fact]
    public void A_tunnel_port_with_something_else_behind_it_stays_plain_UDP()
    {
        var packet = Decode(Frame4(17, Udp(50000, 2152, Noise(40))), out var decoder);
        Assert.True(decoder.Findings.Items.IsEmpty);
        Assert.Equal((TunnelKind.None, 2152, 40), (packet.Tunnel, packet.DestinationPort, packet.PayloadLength));
    }

    [Fact]
    public void A_broken_inner_header_leaves_the_outer_datagram()
    {
        var packet = Decode(Frame4(17, Udp(2152, 2152, Join(Hex("30FF 0014 00000007"), Patch(Inner[..20], 0, 0x4F)))), out var decoder);
        Assert.False(decoder.Findings.Items.IsEmpty);
        Assert.Equal((Client, 2152, 28), (packet.Source.ToString(), packet.SourcePort, packet.PayloadLength));
        Assert.True(packet.IsUdp);
    }

    [Fact]
    public void ARP_within_VXLAN_is_a_link_packet()
    {
        var packet = Decode(Frame4(17, Udp(50000, 4789, Join(Hex("08000000 00000700"), PacketBuilder.Arp(1, ClientMac, "10.9.9.1", "10.9.9.2")))), out _);
        Assert.False(packet.IsIp);
        Assert.False(packet.HasTransport);
        Assert.Equal((1, "10.9.9.1", "10.9.9.2"), (packet.ArpOperation, packet.ArpSender.ToString(), packet.ArpTarget.ToString()));
    }

    [Fact]
    public void The_outer_VLAN_identifies_the_frame()
    {
        var packet = Decode(Ethernet(0x88A8, Vlan(0x6064, 0x8100, Vlan(7, 0x0800, Inner))), out _);
        Assert.Equal((2, 100, 0x0800), (packet.VlanDepth, packet.VlanId, packet.EtherType));
    }

    [Fact]
    public void Trailing_padding_is_not_payload()
    {
        var packet = Decode(Join(Frame4(6, Tcp(0x10)), Zeros(6)), out _);
        Assert.Equal((0, 0), (packet.PayloadLength, packet.PayloadWireLength));
    }

    [Fact]
    public void A_snaplen_cut_is_a_size_and_not_a_finding()
    {
        var whole = Frame4(6, Tcp(payload: Noise(500)));
        var packet = Decode(whole[..96], out var decoder, whole.Length);
        Assert.True(decoder.Findings.Items.IsEmpty);
        Assert.Equal((42, 500), (packet.PayloadLength, packet.PayloadWireLength));
        Assert.Equal((1, 1), (decoder.Counters.FramesCut, decoder.Counters.Tcp.Unverified));
    }

    [Fact]
    public void A_checksum_left_to_the_network_card_is_told_from_a_wrong_one()
    {
        var segment = Frame4(6, Tcp(0x10));
        var pseudo = (ushort)~Checksum(Join(Address(Client), Address(Server), U32(6), U32(20)));
        var offloaded = Decode(Patch(segment, 50, U16(pseudo)), out var decoder);
        Assert.Equal((true, false, 1), (offloaded.ChecksumOffloaded, offloaded.ChecksumBad, decoder.Counters.Tcp.Offloaded));
        var wrong = Decode(Patch(segment, 50, 0xBA, 0xD0), out _);
        Assert.Equal((false, true), (wrong.ChecksumOffloaded, wrong.ChecksumBad));
    }

    [Fact]
    public void An_ICMP_error_names_the_flow_it_complains_about()
    {
        var packet = Decode(Frame4(1, Icmp(3, 3, Join(U32(0), Inner[..28]))), out _);
        Assert.Equal((4, 17), (packet.Embedded.IpVersion, packet.Embedded.Protocol));
        Assert.Equal(("192.168.7.1", 1111, "192.168.7.2", 2222),
            (packet.Embedded.Source.ToString(), packet.Embedded.SourcePort, packet.Embedded.Destination.ToString(), packet.Embedded.DestinationPort));
    }

    [Fact]
    public void TCP_options_are_taken_over()
    {
        var tcp = Decode(Frame4(6, Tcp(2, options: Hex("020405B4 0402 080A00000005 00000006 01 030307"))), out _).Tcp;
        Assert.Equal((1460, true, 7), (tcp.MaximumSegmentSize, tcp.SackPermitted, tcp.WindowScale));
        Assert.Equal((true, 5u, 6u), (tcp.HasTimestamps, tcp.TimestampValue, tcp.TimestampEcho));
        Assert.Equal(-1, Decode(Frame4(6, Tcp(0x10)), out _).Tcp.WindowScale);
    }

    [Fact]
    public void Chained_extension_headers_lead_to_the_right_ports()
    {
        // hop-by-hop 8 + destination options 16: what a known packet library gets wrong
        var chain = Join(Hex("3C00 0502 0000 0100"), Hex("1101 0401 04 0109 000000000000000000"));
        var packet = Decode(Ethernet(0x86DD, Ipv6(0, Join(chain, Udp(1111, 2222, Noise(30))), upper: 17, skip: 24)), out var decoder);
        Assert.True(decoder.Findings.Items.IsEmpty);
        Assert.Equal((1111, 2222, 30), (packet.SourcePort, packet.DestinationPort, packet.PayloadLength));
    }

    [Fact]
    public void A_routing_header_moves_the_checksum_to_the_final_destination()
    {
        var header = Join(Hex("11 02 02 01 00000000"), Address("2001:db8::9"));
        var toFinal = Ipv6(43, Join(header, Udp(1, 2, Noise(8))), destination: "2001:db8::9", upper: 17, skip: 24);
        var packet = Decode(Ethernet(0x86DD, Join(toFinal[..24], Address(Server6), toFinal[40..])), out var decoder);
        Assert.Equal((false, 1), (packet.ChecksumBad, decoder.Counters.Udp.Good));
    }

    [Theory]
    [InlineData(LinkType.Null, "02000000")]
    [InlineData(LinkType.Null, "00000002")]
    [InlineData(LinkType.Loop, "00000002")]
    [InlineData(LinkType.LinuxSll, "0000 0001 0006 0200000000010000 0800")]
    [InlineData(LinkType.LinuxSll2, "0800 0000 00000001 0001 00 06 0200000000010000")]
    [InlineData(LinkType.Ppp, "FF030021")]
    [InlineData(LinkType.Ppp, "21")]
    [InlineData(LinkType.Raw, "")]
    [InlineData(LinkType.Ipv4, "")]
    [InlineData(LinkType.CiscoHdlc, "0F000800")]
    public void Every_link_type_leads_to_IP(LinkType link, string header)
    {
        var packet = default(Packet);
        var bytes = Join(Hex(header), Inner);
        new Decoder().Decode(new Frame { Bytes = bytes, LinkType = link, OriginalLength = bytes.Length }, ref packet);
        Assert.Equal((1111, 30), (packet.SourcePort, packet.PayloadLength));
    }

    [Fact]
    public void A_link_type_nobody_decodes_is_counted()
    {
        var packet = default(Packet);
        var decoder = new Decoder();
        decoder.Decode(new Frame { Bytes = Inner, LinkType = (LinkType)147, OriginalLength = Inner.Length }, ref packet);
        Assert.Equal((0L, 1L), ((long)packet.IpVersion, decoder.Counters.UnsupportedLinkTypes));
    }

    internal static Packet Decode(byte[] frame, out Decoder decoder, int wireLength = 0)
    {
        decoder = new Decoder();
        var packet = default(Packet);
        decoder.Decode(new Frame { Bytes = frame, Number = 1, Time = 1, LinkType = LinkType.Ethernet, OriginalLength = Math.Max(wireLength, frame.Length) }, ref packet);
        return packet;
    }
}
