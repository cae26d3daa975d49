using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Ip;

/// <summary>What both versions of IP share: telling them apart, and what follows the last IP header.</summary>
internal sealed class IpDecoder(DecodingReport report)
{
    /// <summary>Raw IP links name no version: the first nibble does.</summary>
    public Layer ByVersion(scoped in Packet packet, scoped in Cursor cursor)
    {
        if (cursor.Captured < 1)
        {
            return report.TooShort(NameOr(FindingName.IpHeaderLengthInvalid, cursor), packet, cursor, 1,
                "{0} bytes of IP, not even a version");
        }

        return (packet.Bytes[cursor.Offset] >> 4) switch
        {
            4 => Layer.Ipv4,
            6 => Layer.Ipv6,
            var version => report.Reject(NameOr(FindingName.IpVersionMismatch, cursor), packet, cursor.Offset, 1,
                new FindingDetail("IP version {0} is neither 4 nor 6", version)),
        };
    }

    /// <summary>An IP header within a tunnel breaks the tunnel's promise, not the link's.</summary>
    public static FindingName NameOr(FindingName name, scoped in Cursor cursor) =>
        cursor.Tunnel == TunnelKind.None ? name : FindingName.TunnelInnerIpInvalid;

    /// <summary>Sets what every IP payload needs and names its decoder.</summary>
    public Layer Payload(ref Packet packet, ref Cursor cursor, byte protocol, int protocolOffset)
    {
        packet.Protocol = protocol;
        packet.TransportOffset = cursor.Offset;
        packet.TransportWireLength = cursor.OnWire;
        packet.PayloadOffset = cursor.Offset;
        packet.PayloadLength = Math.Max(0, cursor.Captured);
        packet.PayloadWireLength = cursor.OnWire;
        var expected = packet.IpVersion == 4 ? IpProtocols.IsExpectedInIpv4(protocol) : IpProtocols.IsExpectedInIpv6(protocol);
        if (!expected)
        {
            return report.Reject(FindingName.IpProtocolUnexpected, packet, protocolOffset, 1,
                new FindingDetail("protocol {0} in IPv{1}", protocol, packet.IpVersion));
        }

        return IpProtocols.LayerOf(protocol);
    }
}
