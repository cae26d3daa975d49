using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Decoding;

/// <summary>
/// Addresses that no packet on a wire may carry (RFC 1122 s3.2.1.3, RFC 4291 s2.5, RFC 6890). Judged for the innermost
/// packet, and only where a link header shows that it was on a wire at all.
/// </summary>
internal sealed class AddressRules(DecodingReport report)
{
    private const uint Broadcast = 0xFFFF_FFFF;

    public void Check(scoped in Packet packet, scoped in Cursor cursor)
    {
        var illegal = packet.IpVersion == 4 ? Illegal4(packet, cursor) : Illegal6(packet, cursor);
        illegal ??= cursor.HasLink && IsLand(packet) ? "a packet from its own destination" : null;
        if (illegal is not null)
        {
            var (at, length) = packet.IpVersion == 4 ? (12, 8) : (8, 32);
            report.Add(FindingName.IpAddressIllegal, packet, packet.IpOffset + at, length, illegal);
        }
    }

    private static string? Illegal4(scoped in Packet packet, scoped in Cursor cursor)
    {
        var source = packet.Source.V4;
        if (source >> 28 == 0xE)
        {
            return "a multicast source address";
        }

        if (source == Broadcast)
        {
            return "a broadcast source address";
        }

        // Both ends in 127/8 is a loopback capture in an Ethernet dress; one end alone cannot have been on a host.
        var loopbacks = (source >> 24 == 127 ? 1 : 0) + (packet.Destination.V4 >> 24 == 127 ? 1 : 0);
        return loopbacks == 1 && cursor.HasLink ? "a loopback address off its host" : null;
    }

    private static string? Illegal6(scoped in Packet packet, scoped in Cursor cursor)
    {
        if (packet.Source.High >> 56 == 0xFF)
        {
            return "a multicast source address";
        }

        var loopbacks = (IsLoopback6(packet.Source) ? 1 : 0) + (IsLoopback6(packet.Destination) ? 1 : 0);
        return loopbacks == 1 && cursor.HasLink ? "a loopback address off its host" : null;
    }

    private static bool IsLoopback6(in Address address) => address.High == 0 && address.Low == 1;

    // A host that talks to itself under its own address is seen on its loopback with two ports; the attack repeats the port, too.
    private static bool IsLand(scoped in Packet packet) => packet.Source == packet.Destination
        && packet.SourceMac != packet.DestinationMac
        && !(packet.IpVersion == 4 && packet.Source.V4 >> 24 is 0 or 127) && !IsLoopback6(packet.Source) && packet.Source.Low != 0
        && (packet.Protocol is not (ProtocolNames.Tcp or ProtocolNames.Udp) || packet.SourcePort == packet.DestinationPort);
}
