using Stray.Capture.Frames;
using static Stray.Contracts.Findings.FindingName;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Capture.Decoding;

internal static partial class DecoderCases
{
    private static readonly byte[] Datagram6 = Ipv6(17, Udp(1000, 9, Zeros(20)));

    private static IEnumerable<DecoderCase> Ipv4Rules() =>
    [
        Case("IPv4 frame with version 5", IpVersionMismatch, Patch(Whole, 14, 0x55), (14, 1), Whole),
        Case("IPv4 announced, IPv6 inside", IpVersionMismatch, Ethernet(0x0800, Datagram6), (14, 1), Ethernet(0x86DD, Datagram6)),
        Case("IPv6 announced, IPv4 inside", IpVersionMismatch, Ethernet(0x86DD, Datagram), (14, 1), Ethernet(0x86DD, Datagram6)),
        Case("Raw packet of version 2", IpVersionMismatch, Patch(Datagram, 0, 0x25), (0, 1), Datagram) with { LinkType = LinkType.Raw },
        Case("IPv4 header length of 16", IpHeaderLengthInvalid, Patch(Whole, 14, 0x44), (14, 1), Whole),
        Case("IPv4 header longer than the packet", IpHeaderLengthInvalid, Ethernet(0x0800, Patch(Datagram[..24], 0, 0x4F)), (14, 1), Whole),
        Case("IPv4 total length below its header", IpHeaderLengthInvalid, Patch(Whole, 16, 0, 19), (16, 2), Whole),
        Case("IPv4 total length zero in a small packet", IpHeaderLengthInvalid, Patch(Whole, 16, 0, 0), (16, 2), Ethernet(0x0800, Patch(Ipv4(6, Tcp(payload: Zeros(3000))), 2, 0, 0))),
        Case("IPv4 total length zero in a short UDP datagram", IpHeaderLengthInvalid, Ethernet(0x0800, Patch(Ipv4(17, Udp(1, 2, Zeros(1000))), 2, 0, 0)), (16, 2), Ethernet(0x0800, Patch(Ipv4(6, Tcp(payload: Zeros(1400))), 2, 0, 0))),
        Case("IPv4 header cut on the wire", IpHeaderLengthInvalid, Whole[..20], (14, 6), Whole),
        Case("IPv6 header cut on the wire", IpHeaderLengthInvalid, Ethernet(0x86DD, Datagram6[..39]), (14, 39), Ethernet(0x86DD, Datagram6)),
        Case("IPv4 total length beyond the frame", IpPacketTruncated, Patch(Whole, 16, 0, 200), (16, 2), Join(Whole, Zeros(12))),
        Case("IPv6 payload length beyond the frame", IpPacketTruncated, Ethernet(0x86DD, Patch(Datagram6, 4, 0, 200)), (18, 2), Join(Ethernet(0x86DD, Datagram6), Zeros(12))),
        Case("TCP header cut by the snaplen", IpPacketTruncated, Frame4(6, Tcp())[..44], (34, 10), Frame4(6, Tcp())) with { WireLength = 54 },
        Case("IPv6 extension header cut by the snaplen", IpPacketTruncated, Extended(0, "00 0502 0000 0100")[..58], (54, 4), Extended(0, "00 0502 0000 0100")) with { WireLength = 90 },
        Case("IPv4 checksum wrong", Ipv4ChecksumBad, Patch(Whole, 24, 0x12, 0x34), (24, 2), Whole),
        Case("IPv4 option nobody assigned", Ipv4OptionsMalformed, Optioned("C8040000"), (34, 4), Optioned("94040000")),
        Case("IPv4 option twice", Ipv4OptionsMalformed, Optioned("94040000 94040000"), (38, 4), Optioned("94040000 01010100")),
        Case("IPv4 option beyond the header", Ipv4OptionsMalformed, Optioned("07280400"), (34, 2), Optioned("0703 0400")),
        Case("Record route pointer between addresses", Ipv4OptionsMalformed, Optioned("07070500 00000000"), (34, 7), Optioned("07070400 00000000")),
        Case("IPv4 option of length 1", Ipv4OptionsMalformed, Optioned("44010000"), (34, 2), Optioned("44040501")),
        Case("IPv4 options without an end", Ipv4OptionsMalformed, Optioned("01010107"), (37, 1), Optioned("01010100")),
        Case("CIPSO with a reserved tag", Ipv4OptionsMalformed, Optioned("860A00000001 00040000 0000"), (34, 10), Optioned("860A00000001 01040000 0000")),
        Case("IP protocol nobody assigned", IpProtocolUnexpected, Ethernet(0x0800, Ipv4(200, Zeros(20))), (23, 1), Ethernet(0x0800, Ipv4(89, Zeros(20)))),
        Case("ICMPv6 in IPv4", IpProtocolUnexpected, Ethernet(0x0800, Ipv4(58, Zeros(20))), (23, 1), Ethernet(0x0800, Ipv4(1, Icmp(8, 0, Zeros(20))))),
        Case("ICMP in IPv6", IpProtocolUnexpected, Ethernet(0x86DD, Ipv6(1, Zeros(20))), (20, 1), Ethernet(0x86DD, Ipv6(58, Icmp(128, 0, Zeros(20))))),
        Case("Multicast source", IpAddressIllegal, Ethernet(0x0800, Ipv4(17, Udp(1, 2, []), source: "224.0.0.9")), (26, 8), Ethernet(0x0800, Ipv4(17, Udp(1, 2, []), destination: "224.0.0.9"))),
        Case("Broadcast source", IpAddressIllegal, Ethernet(0x0800, Ipv4(17, Udp(1, 2, []), source: "255.255.255.255")), (26, 8), Ethernet(0x0800, Ipv4(17, Udp(68, 67, []), "0.0.0.0", "255.255.255.255"))),
        Case("Packet from its own destination and port", IpAddressIllegal, Ethernet(0x0800, Ipv4(6, Tcp(2, source: 80), Server, Server)), (26, 8), Ethernet(0x0800, Ipv4(6, Tcp(2, source: 80), Server, Server), "00:00:00:00:00:00", "00:00:00:00:00:00")),
        Case("Loopback address on a wire", IpAddressIllegal, Ethernet(0x0800, Ipv4(17, Udp(1, 2, []), destination: "127.0.0.1")), (26, 8), Ethernet(0x0800, Ipv4(17, Udp(1, 2, []), "127.0.0.1", "127.0.0.1"))),
        Case("Multicast IPv6 source", IpAddressIllegal, Ethernet(0x86DD, Ipv6(17, Udp(1, 2, []), source: "ff02::1")), (22, 32), Ethernet(0x86DD, Ipv6(17, Udp(1, 2, []), destination: "ff02::1"))),
    ];

    private static IEnumerable<DecoderCase> Ipv6Rules() =>
    [
        Case("IPv6 option beyond its header", Ipv6ExtHeaderMalformed, Extended(60, "00 0509 00000000"), (56, 2), Extended(0, "00 0502 0000 0100")),
        Case("IPv6 extension header beyond the payload", Ipv6ExtHeaderMalformed, Patch(Extended(60, "00 0502 0000 0100"), 55, 9), (55, 1), Extended(0, "00 0502 0000 0100")),
        Case("IPv6 extension header makes the payload length invalid", IpHeaderLengthInvalid, Patch(Extended(60, "00 0502 0000 0100"), 55, 9), (18, 2), Extended(0, "00 0502 0000 0100")),
        Case("IPv6 extension header cut on the wire", Ipv6ExtHeaderMalformed, Frame6(60, Hex("1100")), (54, 2), Extended(0, "00 0502 0000 0100")),
        Case("Bytes after no next header", Ipv6ExtHeaderMalformed, Frame6(59, Zeros(3)), (54, 3), Frame6(59, [])),
        Case("Reserved field of the authentication header", Ipv6ExtHeaderMalformed, Extended(51, "04 0001 00000001 00000001 000000000000000000000000"), (56, 2), Extended(51, "04 0000 00000001 00000001 000000000000000000000000")),
        Case("Reserved field of the fragment header", Ipv6ExtHeaderMalformed, Extended(44, "01 0000 00000001"), (55, 1), Extended(44, "00 0000 00000001")),
        Case("Odd length of a source routing header", Ipv6ExtHeaderMalformed, Extended(43, "01 00 00 00000000 0000000000000000"), (55, 1), Extended(43, "02 04 00 00000000 00000000000000000000000000000000")),
        Case("Mobile routing header of 8 bytes", Ipv6ExtHeaderMalformed, Extended(43, "00 02 00 00000000"), (55, 1), Extended(43, "02 02 00 00000000 20010DB8000000000000000000000002")),
        Case("Home address of 4 bytes", Ipv6ExtHeaderMalformed, Extended(60, "00 C904 00000000"), (57, 1), Extended(60, "02 0102 0000 C910 20010DB8000000000000000000000001")),
        Case("Two hop-by-hop headers", Ipv6ExtHeaderDuplicated, Frame6(0, Join(Hex("00 00 0502 0000 0100 11 00 0502 0000 0100"), Udp(1, 2, []))), (62, 8), Extended(0, "00 0502 0000 0100")),
        Case("Two home addresses", Ipv6ExtHeaderDuplicated, Extended(60, "04 C910 20010DB8000000000000000000000001 C910 20010DB8000000000000000000000001 0100"), (74, 18), Extended(60, "02 C910 20010DB8000000000000000000000001 0102 0000")),
        Case("Routing header type 0", Ipv6RoutingHeaderDeprecated, Extended(43, "02 00 00 00000000 20010DB8000000000000000000000002"), (56, 1), Extended(43, "02 04 00 00000000 20010DB8000000000000000000000002")),
        Case("Routing header type nobody assigned", Ipv6RoutingHeaderDeprecated, Extended(43, "00 4D 00 00000000"), (56, 1), Extended(43, "00 FD 00 00000000")),
        Case("Destination option nobody assigned", Ipv6OptionsCovert, Extended(60, "00 1E04 00000000"), (54, 8), Extended(60, "00 0401 04 010100")),
        Case("Nothing but padding", Ipv6OptionsCovert, Extended(0, "00 0104 00000000"), (54, 8), Extended(0, "00 0502 0000 0100")),
        Case("Fragment header that fragments nothing", Ipv6FragmentHeaderUseless, Extended(44, "00 0000 00000001"), (54, 8), Frame6(44, Join(Hex("1100 0001 00000001"), Udp(1, 2, Zeros(72))))),
    ];

    private static byte[] Optioned(string options)
    {
        var bytes = Hex(options);
        return Ethernet(0x0800, Ipv4(17, Udp(1000, 9, Zeros(20)), options: Join(bytes, Zeros((4 - (bytes.Length % 4)) % 4))));
    }

    /// <summary>An IPv6 frame with one extension header before UDP; the text starts with the header's length field.</summary>
    private static byte[] Extended(int type, string rest)
    {
        var header = Join([17], Hex(rest));
        return Ethernet(0x86DD, Ipv6(type, Join(header, Udp(1000, 9, Zeros(20))), upper: 17, skip: header.Length));
    }
}
