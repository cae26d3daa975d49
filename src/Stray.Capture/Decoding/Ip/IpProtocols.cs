using Stray.Contracts.Flows;

namespace Stray.Capture.Decoding.Ip;

/// <summary>IP protocol numbers (IANA protocol-numbers) and who decodes them.</summary>
internal static class IpProtocols
{
    public const byte HopByHop = 0, Routing = 43, Fragment = 44, Encryption = 50, Authentication = 51, NoNext = 59,
        DestinationOptions = 60, Mobility = 135, Hip = 139, Shim6 = 140;

    public static Layer LayerOf(byte protocol) => protocol switch
    {
        ProtocolNames.Tcp => Layer.Tcp,
        ProtocolNames.Udp => Layer.Udp,
        ProtocolNames.Icmp => Layer.Icmp,
        ProtocolNames.IcmpV6 => Layer.Icmpv6,
        ProtocolNames.Igmp => Layer.Igmp,
        ProtocolNames.Sctp => Layer.Sctp,
        ProtocolNames.IpInIp => Layer.IpInIp,
        ProtocolNames.Ipv6 => Layer.SixInIp,
        ProtocolNames.Gre => Layer.Gre,
        _ => Layer.UnknownProtocol,
    };

    /// <summary>Whether the number may name what an IPv4 header is followed by; IPv6 extension headers may not.</summary>
    public static bool IsExpectedInIpv4(byte protocol) =>
        protocol is not (HopByHop or Routing or Fragment or NoNext or DestinationOptions or ProtocolNames.IcmpV6 or Mobility
            or > LastAssigned);

    public static bool IsExpectedInIpv6(byte protocol) => protocol is not (ProtocolNames.Icmp or > LastAssigned);

    private const byte LastAssigned = 147;
}
