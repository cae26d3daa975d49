using static Stray.Contracts.Findings.FindingName;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Capture.Decoding;

internal static partial class DecoderCases
{
    private const string Router = "00:00:5e:00:01:0a", Intruder = "02:00:00:00:00:66";

    private static IEnumerable<DecoderCase> Arp()
    {
        var request = PacketBuilder.Arp(1, ClientMac, Client, Server);
        var reply = PacketBuilder.Arp(2, ServerMac, Server, Client, ClientMac);
        var announcement = PacketBuilder.Arp(1, ServerMac, Server, Server);
        return
        [
            Case("ARP cut on the wire", ArpMalformed, request[..30], (14, 16), request),
            Case("ARP of another hardware on Ethernet", ArpMalformed, Patch(request, 14, 0, 15), (14, 2), Patch(request, 14, 0, 6)),
            Case("ARP with hardware addresses of 14 bytes", ArpMalformed, Patch(request, 18, 14), (18, 1), request),
            Case("ARP with IPv4 addresses of 8 bytes", ArpMalformed, Patch(request, 19, 8), (19, 1), request),
            Case("ARP operation nobody assigned", ArpMalformed, Patch(request, 20, 1, 0), (20, 2), Patch(request, 21, 8)),
            Train("ARP reply nobody asked for", ArpGratuitousUnsolicited, [Whole, reply], (14, 28), [Whole, request, reply]) with { Apart = 10 },
            Train("Eight announcements in a row", ArpGratuitousUnsolicited, [.. Enumerable.Repeat(announcement, 8)], (14, 28), [announcement, announcement, announcement]) with { Apart = 0.5 },
            Train("Second machine with the same address", ArpBindingConflict, [request, PacketBuilder.Arp(1, Intruder, Client, Server)], (22, 10), [request, PacketBuilder.Arp(1, Router, Client, Server)]),
            Train("Address probe is no claim", ArpBindingConflict, [request, PacketBuilder.Arp(2, Intruder, Client, Server, ServerMac)], (22, 10), [request, PacketBuilder.Arp(1, Intruder, "0.0.0.0", Client)]),
            Train("Address moves after its lease", ArpBindingConflict, [request, PacketBuilder.Arp(1, Intruder, Client, Server)], (22, 10), [request, Whole, Whole, PacketBuilder.Arp(1, Intruder, Client, Server)]) with { Apart = 200 },
        ];
    }
}
