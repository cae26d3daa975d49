namespace Stray.Capture.Decoding;

/// <summary>Which decoder takes the next header; one name per decoder, so that the dispatch is one flat switch.</summary>
internal enum Layer : byte
{
    Done,

    // Link
    Ethernet,
    LogicalLink,
    Vlan,
    VnTag,
    ETag,
    ProviderBackbone,
    MacSec,
    Mpls,
    PppoeDiscovery,
    PppoeSession,
    Ppp,
    PppProtocol,
    Arp,
    UnknownEtherType,

    // Network
    Ip,
    Ipv4,
    Ipv6,
    UnknownProtocol,

    // Control
    Icmp,
    Icmpv6,
    Igmp,

    // Transport
    Tcp,
    Udp,
    Sctp,

    // Tunnels
    IpInIp,
    SixInIp,
    Gre,
    Erspan1,
    Erspan2,
    Erspan3,
    Vxlan,
    Geneve,
    Teredo,
    GtpU,
}
