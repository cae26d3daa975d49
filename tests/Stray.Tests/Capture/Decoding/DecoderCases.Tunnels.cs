using static Stray.Contracts.Findings.FindingName;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Capture.Decoding;

internal static partial class DecoderCases
{
    private static IEnumerable<DecoderCase> Tunnels()
    {
        var gre = Frame4(47, Join(Hex("2000 0800 00000007"), Datagram));
        var pptp = Frame4(47, Join(Hex("3001 880B"), U16(Datagram.Length + 4), U16(7), U32(1), Hex("FF03 0021"), Datagram));
        var vxlan = Overlay(4789, Join(Hex("08000000 00000700"), Whole));
        var geneve = Overlay(6081, Join(Hex("0000 6558 00000700"), Whole));
        var teredo = Frame4(17, Udp(50000, 3544, Datagram6));
        var bubble = Ipv6(59, []);
        var gtp = Frame4(17, Udp(2152, 2152, Join(Hex("30FF"), U16(Datagram.Length), U32(7), Datagram)));
        return
        [
            Case("IPv6 where IPv4 in IP was announced", TunnelInnerIpInvalid, Frame4(4, Datagram6), (34, 1), Frame4(4, Datagram)),
            Case("Inner IPv4 header cut", TunnelInnerIpInvalid, Frame4(4, Datagram[..10]), (34, 10), Frame4(4, Datagram)),
            Case("Inner IPv4 shorter than its tunnel", TunnelInnerIpInvalid, Frame4(4, Join(Datagram, Zeros(4))), (36, 2), Frame4(4, Datagram)),
            Case("Inner IPv6 header cut in IPv6", TunnelInnerIpInvalid, Frame6(41, Datagram6[..20]), (54, 20), Frame6(41, Datagram6)),
            Case("IPv4 where IPv6 in IPv6 was announced", TunnelInnerIpInvalid, Frame6(41, Datagram), (54, 1), Frame6(4, Datagram)),
            Case("Inner IPv6 longer than its tunnel", TunnelInnerIpInvalid, Frame4(41, Patch(Datagram6, 4, 0, 200)), (38, 2), Frame4(41, Datagram6)),
            Case("GRE header cut on the wire", GreHeaderInvalid, Frame4(47, Hex("0000")), (34, 2), gre),
            Case("GRE version 2", GreHeaderInvalid, Frame4(47, Join(Hex("0002 0800"), Datagram)), (34, 2), gre),
            Case("GRE recursion control", GreHeaderInvalid, Frame4(47, Join(Hex("0100 0800"), Datagram)), (34, 2), gre),
            Case("GRE reserved flags", GreHeaderInvalid, Frame4(47, Join(Hex("0008 0800"), Datagram)), (34, 2), gre),
            Case("GRE source routing", GreHeaderInvalid, Frame4(47, Join(Hex("4000 0800 00000000"), Datagram)), (34, 2), gre),
            Case("GRE key that is not there", GreHeaderInvalid, Frame4(47, Hex("2000 0800")), (34, 4), gre),
            Case("PPTP without a key", GreHeaderInvalid, Frame4(47, Join(Hex("1001 880B 00000000"), Datagram)), (34, 2), pptp),
            Case("PPTP that carries no PPP", GreHeaderInvalid, Frame4(47, Join(Hex("2001 0800 00000000"), Datagram)), (36, 2), pptp),
            Case("PPTP length beyond the packet", GreHeaderInvalid, Patch(pptp, 38, 2, 0), (38, 2), pptp),
            Case("ERSPAN of another version", GreHeaderInvalid, Frame4(47, Join(Hex("1000 88BE 00000001 20000000 00000000"), Whole)), (42, 1), Frame4(47, Join(Hex("1000 88BE 00000001 10000000 00000000"), Whole))),
            Case("VXLAN without a network", OverlayHeaderInvalid, Overlay(4789, Join(Hex("00000000 00000700"), Whole)), (42, 1), vxlan),
            Case("VXLAN with no frame", OverlayHeaderInvalid, Overlay(4789, Hex("08000000 00000700")), (42, 8), vxlan),
            Case("VXLAN header cut on the wire", OverlayHeaderInvalid, Overlay(4789, Hex("0800")), (42, 2), Frame4(17, Udp(53, 4789, Hex("0800")))),
            Case("Geneve version 1", OverlayHeaderInvalid, Overlay(6081, Join(Hex("4000 6558 00000700"), Whole)), (42, 1), geneve),
            Case("Geneve with no payload", OverlayHeaderInvalid, Overlay(6081, Hex("0200 6558 00000700 0000000100000000")), (42, 8), Overlay(6081, Join(Hex("0200 0800 00000700 0000000100000000"), Datagram))),
            Case("Geneve options beyond the packet", OverlayHeaderInvalid, Overlay(6081, Hex("3F00 6558 00000700")), (42, 8), geneve),
            Case("Teredo bubble with payload", OverlayHeaderInvalid, Frame4(17, Udp(50000, 3544, Ipv6(59, Zeros(6)))), (42, 40), Frame4(17, Udp(50000, 3544, bubble))),
            Case("Teredo IPv6 header cut", OverlayHeaderInvalid, Frame4(17, Udp(50000, 3544, Datagram6[..20])), (42, 20), teredo),
            Case("Teredo origin indication cut", OverlayHeaderInvalid, Frame4(17, Udp(3544, 50000, Hex("0000 1234"))), (42, 4), Frame4(17, Udp(3544, 50000, Join(Hex("0000 1234 0A000001"), bubble)))),
            Case("Teredo authentication cut", OverlayHeaderInvalid, Frame4(17, Udp(3544, 50000, Hex("0001 00 00 01020304"))), (42, 8), Frame4(17, Udp(3544, 50000, Join(Hex("0001 00 00 0102030405060708 00"), bubble)))),
            Case("GTP length beyond the packet", OverlayHeaderInvalid, Patch(gtp, 44, 1, 0), (42, 4), gtp),
            Case("GTP of version 2", OverlayHeaderInvalid, Patch(gtp, 42, 0x50), (42, 1), gtp),
            Case("GTP extension header of length zero", OverlayHeaderInvalid, Frame4(17, Udp(2152, 2152, Hex("34FF 0008 00000007 00000085 00000000"))), (54, 1), Frame4(17, Udp(2152, 2152, Join(Hex("34FF"), U16(Datagram.Length + 8), U32(7), Hex("00000085 01000000"), Datagram)))),
        ];
    }

    private static byte[] Overlay(int port, byte[] payload) => Frame4(17, Udp(50000, port, payload));
}
