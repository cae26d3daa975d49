using static Stray.Contracts.Findings.FindingName;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Capture.Decoding;

internal static partial class DecoderCases
{
    private static IEnumerable<DecoderCase> Control()
    {
        byte[] counting = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        var echo = Frame4(1, Icmp(8, 0, Join(U32(1), counting)));
        var letters = System.Text.Encoding.ASCII.GetBytes("abcdefghijklmnopqrstuvwabcdefghiabcdefghijklmnopqrstuvwabcdefghi");
        var unreachable = Frame4(1, Icmp(3, 3, Join(U32(0), Datagram[..28])));
        var solicitation = Frame6(58, Icmp(135, 0, Join(U32(0), Address(Server6), Hex("0101020000000001"))), 255);
        var report = Frame6(58, Icmp(131, 0, Join(U32(0), Address("ff02::1:3"))), 1);
        var record = Join(Hex("04000000"), Address("ff02::1:3"));
        var records = Frame6(58, Icmp(143, 0, Join(U32(1), record)), 1);
        var igmp = Ethernet(0x0800, Ipv4(2, Join(Hex("16000000"), Address("239.1.2.3")), destination: "239.1.2.3"));
        return
        [
            Case("ICMP checksum wrong", IcmpChecksumBad, Patch(echo, 36, 0x12, 0x34), (36, 2), echo),
            Case("ICMPv6 checksum wrong", IcmpChecksumBad, Patch(solicitation, 56, 0x12, 0x34), (56, 2), solicitation),
            Case("ICMP type nobody assigned", IcmpTypeCodeUnknown, Frame4(1, Icmp(45, 0, Zeros(4))), (34, 1), Frame4(1, Icmp(10, 0, Zeros(4)))),
            Case("ICMP code nobody assigned", IcmpTypeCodeUnknown, Frame4(1, Icmp(8, 9, Zeros(4))), (35, 1), echo),
            Case("ICMPv6 type for experiments", IcmpTypeCodeUnknown, Frame6(58, Icmp(100, 0, Zeros(4))), (54, 1), Frame6(58, Icmp(128, 0, Zeros(4)))),
            Case("ICMPv6 code nobody assigned", IcmpTypeCodeUnknown, Frame6(58, Icmp(2, 1, Join(U32(1280), Datagram6))), (55, 1), Frame6(58, Icmp(2, 0, Join(U32(1280), Datagram6)))),
            Case("ICMP header cut on the wire", IcmpTruncated, Frame4(1, Hex("0800F7FF")), (34, 4), echo),
            Case("ICMPv6 header cut on the wire", IcmpTruncated, Frame6(58, Hex("8000 0000")), (54, 4), Frame6(58, Icmp(128, 0, Zeros(4)))),
            Case("ICMP error that quotes ten bytes", IcmpTruncated, Frame4(1, Icmp(3, 3, Join(U32(0), Datagram[..10]))), (42, 10), unreachable),
            Case("ICMP error that quotes no ports", IcmpTruncated, Frame4(1, Icmp(3, 3, Join(U32(0), Datagram[..24]))), (42, 24), unreachable),
            Case("ICMP error that quotes IPv6", IcmpTruncated, Frame4(1, Icmp(3, 3, Join(U32(0), Datagram6))), (42, 1), unreachable),
            Case("ICMPv6 error that quotes 20 bytes", IcmpTruncated, Frame6(58, Icmp(1, 0, Join(U32(0), Datagram6[..20]))), (62, 20), Frame6(58, Icmp(1, 0, Join(U32(0), Datagram6)))),
            Case("Extended echo object beyond the message", IcmpTruncated, Frame4(1, Icmp(42, 0, Hex("00010001 20000000 00100301 00000001"))), (46, 2), Frame4(1, Icmp(42, 0, Hex("00010001 20000000 00080302 00000001")))),
            Case("Random echo data", IcmpTunnelSuspected, Frame4(1, Icmp(8, 0, Join(U32(1), Noise(200)))), (42, 200), Frame4(1, Icmp(8, 0, Join(U32(1), Noise(16), counting)))),
            Case("Datagram in echo data", IcmpTunnelSuspected, Frame4(1, Icmp(8, 0, Join(U32(1), Datagram))), (42, Datagram.Length), Frame4(1, Icmp(8, 0, Join(U32(1), letters)))),
            Case("Random echo data in IPv6", IcmpTunnelSuspected, Frame6(58, Icmp(128, 0, Join(U32(1), Noise(200)))), (62, 200), Frame6(58, Icmp(128, 0, Join(U32(1), Zeros(200))))),
            Case("Neighbour option of length zero", Icmpv6NdMalformed, Patch(solicitation, 79, 0), (78, 2), solicitation),
            Case("Neighbour option beyond the message", Icmpv6NdMalformed, Patch(solicitation, 79, 2), (78, 2), solicitation),
            Case("Router advertisement of 12 bytes", Icmpv6NdMalformed, Frame6(58, Icmp(134, 0, Zeros(8)), 255), (54, 12), Frame6(58, Icmp(134, 0, Zeros(12)), 255)),
            Case("Neighbour option of one byte", Icmpv6NdMalformed, Frame6(58, Icmp(133, 0, Zeros(5)), 255), (62, 1), Frame6(58, Icmp(133, 0, Zeros(4)), 255)),
            Case("Listener report from beyond the link", MulticastMembershipMalformed, Patch(report, 21, 64), (21, 1), report),
            Case("Listener report cut on the wire", MulticastMembershipMalformed, Frame6(58, Icmp(131, 0, Zeros(12)), 1), (54, 16), report),
            Case("Listener record that is not there", MulticastMembershipMalformed, Frame6(58, Icmp(143, 0, Join(U32(2), record)), 1), (82, 0), records),
            Case("Listener record with sources that are not there", MulticastMembershipMalformed, Patch(records, 65, 9), (62, 4), records),
            Case("IGMP checksum wrong", MulticastMembershipMalformed, Patch(igmp, 36, 0x12, 0x34), (36, 2), igmp),
            Case("IGMP cut on the wire", MulticastMembershipMalformed, Frame4(2, Hex("1600E9FF")), (34, 4), igmp),
            Case("IGMP query with sources that are not there", MulticastMembershipMalformed, Frame4(2, Hex("11000000 00000000 00000009")), (44, 2), Frame4(2, Hex("11000000 00000000 00000000"))),
            Case("IGMP record that is not there", MulticastMembershipMalformed, Frame4(2, Hex("22000000 00000001")), (42, 0), Frame4(2, Hex("22000000 00000001 04000000 EF010203"))),
        ];
    }
}
