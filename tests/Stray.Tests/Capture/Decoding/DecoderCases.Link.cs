using Stray.Capture.Frames;
using static Stray.Contracts.Findings.FindingName;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Capture.Decoding;

internal static partial class DecoderCases
{
    private static readonly byte[] Datagram = Ipv4(17, Udp(1000, 9, Zeros(20)));
    private static readonly byte[] Whole = Ethernet(0x0800, Datagram);

    private static IEnumerable<DecoderCase> Link() =>
    [
        Case("Ethernet frame of 8 bytes", EthFrameTruncated, Whole[..8], (0, 8), Whole),
        Case("Cooked frame of 10 bytes", EthFrameTruncated, Zeros(10), (0, 10), Join(Hex("0000 0001 0006 020000000001 0000 0800"), Datagram)) with { LinkType = LinkType.LinuxSll },
        Case("Cooked v2 frame of 12 bytes", EthFrameTruncated, Zeros(12), (0, 12), Join(Hex("0800 0000 00000001 0001 00 06 020000000001 0000"), Datagram)) with { LinkType = LinkType.LinuxSll2 },
        Case("Loopback frame of 3 bytes", EthFrameTruncated, Zeros(3), (0, 3), Join(Hex("02000000"), Datagram)) with { LinkType = LinkType.Null },
        Case("LLC header cut on the wire", EthFrameTruncated, Ethernet(2, Hex("AAAA")), (14, 2), Ethernet(38, Join(Hex("424203"), Zeros(43)))),
        Case("SNAP header cut on the wire", EthFrameTruncated, Ethernet(5, Hex("AAAA030000")), (14, 5), Ethernet(Datagram.Length + 8, Join(Hex("AAAA03 000000 0800"), Datagram))),
        Case("Netfilter log attribute of length 2", EthFrameTruncated, Hex("02000000 0200 0900"), (4, 4), Join(Hex("02000000 3400 0900"), Datagram)) with { LinkType = LinkType.Nflog },
        Case("Cisco HDLC frame of 2 bytes", EthFrameTruncated, Hex("0F00"), (0, 2), Join(Hex("0F00 0800"), Datagram)) with { LinkType = LinkType.CiscoHdlc },
        Case("EtherType nobody registered", EthertypeUnknown, Ethernet(0xFBB7, Zeros(46)), (12, 2), Ethernet(0x88CC, Zeros(46))),
        Case("802.3 length that is no length", EthertypeUnknown, Ethernet(1501, Zeros(46)), (12, 2), Ethernet(46, Join(Hex("E0E003"), Zeros(43)))),
        Case("Address family that is not IP", EthertypeUnknown, Join(Hex("63000000"), Datagram), (0, 4), Join(Hex("00000002"), Datagram)) with { LinkType = LinkType.Loop },
        Case("Third VLAN tag", VlanTagStackTooDeep, Ethernet(0x8100, Vlan(3, 0x8100, Vlan(2, 0x8100, Vlan(1, 0x0800, Datagram)))), (20, 4), Ethernet(0x88A8, Vlan(2, 0x8100, Vlan(1, 0x0800, Datagram)))),
        Case("Frame within frame within frame", EncapDepthExceeded, Nested(30), (216, (30 * 18) + Whole.Length - 216), Nested(2)),
        Case("Fifth IP header in one packet", EncapDepthExceeded, Ethernet(0x0800, Matryoshka(6)), (94, 88), Ethernet(0x0800, Matryoshka(2))),
        Case("VLAN tag cut on the wire", L2EncapHeaderMalformed, Ethernet(0x8100, Hex("0001")), (14, 2), Ethernet(0x8100, Vlan(1, 0x0800, Datagram))),
        Case("VLAN tag before an unregistered EtherType", L2EncapHeaderMalformed, Ethernet(0x8100, Vlan(1, 0xFBB7, Zeros(46))), (16, 2), Ethernet(0x8100, Vlan(1, 0x88CC, Zeros(46)))),
        Case("VNTag cut on the wire", L2EncapHeaderMalformed, Ethernet(0x8926, Zeros(4)), (14, 4), Ethernet(0x8926, Join(Zeros(4), U16(0x0800), Datagram))),
        Case("E-tag cut on the wire", L2EncapHeaderMalformed, Ethernet(0x893F, Zeros(7)), (14, 7), Ethernet(0x893F, Join(Zeros(6), U16(0x0800), Datagram))),
        Case("I-tag with no frame behind it", L2EncapHeaderMalformed, Ethernet(0x88E7, Zeros(10)), (14, 10), Ethernet(0x88E7, Join(Zeros(4), Whole))),
        Case("MPLS label cut on the wire", L2EncapHeaderMalformed, Ethernet(0x8847, Zeros(3)), (14, 3), Ethernet(0x8847, Join(Hex("000151FF"), Datagram))),
        Case("Router alert at the bottom of the label stack", L2EncapHeaderMalformed, Ethernet(0x8847, Join(Hex("000011FF"), Datagram)), (14, 4), Ethernet(0x8847, Join(Hex("000010FF 000151FF"), Datagram))),
        Case("Implicit null on the wire", L2EncapHeaderMalformed, Ethernet(0x8847, Join(Hex("000031FF"), Datagram)), (14, 4), Ethernet(0x8847, Join(Hex("000001FF"), Datagram))),
        Case("Reserved MPLS label", L2EncapHeaderMalformed, Ethernet(0x8847, Join(Hex("000051FF"), Datagram)), (14, 4), Ethernet(0x8847, Join(Hex("0000D1FF 10000021"), Zeros(8)))),
        Case("MPLS payload of no known kind", L2EncapHeaderMalformed, Ethernet(0x8847, Join(Hex("000151FF 15000064"), Zeros(40))), (18, 1), Ethernet(0x8847, Join(Hex("000151FF 10000021"), Zeros(40)))),
        Case("Pseudowire too short to tell", L2EncapHeaderMalformed, Ethernet(0x8847, Hex("000151FF 4500")), (18, 2), Ethernet(0x8847, Join(Hex("000151FF 00000000"), Whole))),
        Case("PPPoE header cut on the wire", L2EncapHeaderMalformed, Ethernet(0x8864, Hex("11000001")), (14, 4), Ethernet(0x8864, Pppoe(0, Datagram))),
        Case("PPPoE session with a discovery code", L2EncapHeaderMalformed, Ethernet(0x8864, Pppoe(9, Datagram)), (15, 1), Ethernet(0x8864, Pppoe(0, Datagram))),
        Case("PPPoE discovery code nobody defined", L2EncapHeaderMalformed, Ethernet(0x8863, Hex("11BB 0000 0004 0101 0000")), (15, 1), Ethernet(0x8863, Hex("1109 0000 0004 0101 0000"))),
        Case("PPPoE tag beyond its message", L2EncapHeaderMalformed, Ethernet(0x8863, Hex("1109 0000 0004 0101 0018")), (22, 2), Ethernet(0x8863, Hex("1107 0000 0008 0101 0000 0102 0000"))),
        Case("PPPoE length beyond the frame", L2EncapHeaderMalformed, Ethernet(0x8864, Join(Hex("11000001 00FF 0021"), Datagram)), (18, 2), Ethernet(0x8864, Join(Hex("11000001 0006 C021 09010004"), Zeros(34)))),
        Case("PPP protocol nobody assigned", L2EncapHeaderMalformed, Join(Hex("FF03 00FF"), Datagram), (2, 2), Join(Hex("FF03 0021"), Datagram)) with { LinkType = LinkType.Ppp },
        Case("PPP control length below its header", L2EncapHeaderMalformed, Hex("FF03 C021 0101 0003"), (6, 2), Hex("FF03 C021 0101 0004")) with { LinkType = LinkType.Ppp },
        Case("PPP option of length zero", L2EncapHeaderMalformed, Hex("FF03 C021 0101 0008 0500 0000"), (8, 2), Hex("C021 0101 0008 0104 05DC")) with { LinkType = LinkType.Ppp },
        Train("Time moves back", PacketTimestampAnomaly, [Whole, Whole], (-1, 0), [Whole]) with { Apart = -5 },
    ];

    private static byte[] Pppoe(int code, byte[] datagram) => Join([0x11, (byte)code], U16(1), U16(2 + datagram.Length), U16(0x0021), datagram);

    private static byte[] Nested(int depth) => depth == 0 ? Whole : Ethernet(0x88E7, Join(Zeros(4), Nested(depth - 1)));

    private static byte[] Matryoshka(int depth) => depth == 0 ? Datagram : Ipv4(4, Matryoshka(depth - 1));
}
