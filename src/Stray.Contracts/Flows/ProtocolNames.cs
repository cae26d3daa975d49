namespace Stray.Contracts.Flows;

/// <summary>Names of IP protocol numbers as flow lines and findings show them (IANA protocol-numbers keywords, lower case).</summary>
public static class ProtocolNames
{
    public const byte Icmp = 1, Igmp = 2, IpInIp = 4, Tcp = 6, Udp = 17, Ipv6 = 41, Gre = 47, IcmpV6 = 58, Sctp = 132;

    public static string Of(byte protocol) => protocol switch
    {
        Icmp => "icmp",
        Igmp => "igmp",
        IpInIp => "ipip",
        Tcp => "tcp",
        Udp => "udp",
        Ipv6 => "ipv6",
        Gre => "gre",
        50 => "esp",
        51 => "ah",
        IcmpV6 => "icmp6",
        89 => "ospf",
        103 => "pim",
        112 => "vrrp",
        Sctp => "sctp",
        _ => protocol.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>The name of a link flow's EtherType.</summary>
    public static string OfEtherType(ushort etherType) => etherType switch
    {
        0x0806 => "arp",
        0x8035 => "rarp",
        0x88CC => "lldp",
        0x888E => "eapol",
        < 0x0600 => "llc",
        _ => "eth",
    };
}
