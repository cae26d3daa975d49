namespace Stray.Capture.Decoding.Link;

/// <summary>EtherType numbers (IEEE 802 numbers registry, RFC 9542) and who decodes them.</summary>
internal static class EtherTypes
{
    public const ushort Ipv4 = 0x0800, Arp = 0x0806, Vlan = 0x8100, Ipv6 = 0x86DD, ServiceVlan = 0x88A8, Mpls = 0x8847,
        MplsUpstream = 0x8848, PppoeDiscovery = 0x8863, PppoeSession = 0x8864, MacSec = 0x88E5, ProviderBackbone = 0x88E7,
        VnTag = 0x8926, ETag = 0x893F, TransparentBridging = 0x6558, Ppp = 0x880B, Erspan2 = 0x88BE, Erspan3 = 0x22EB,
        Wccp = 0x883E, OldQinQ = 0x9100;

    /// <summary>Below this the field is an IEEE 802.3 length.</summary>
    public const ushort First = 0x0600;

    /// <summary>The largest IEEE 802.3 length; what lies between the two is undefined.</summary>
    public const ushort LargestLength = 1500;

    public static Layer LayerOf(ushort etherType) => etherType switch
    {
        Ipv4 => Layer.Ipv4,
        Ipv6 => Layer.Ipv6,
        Arp => Layer.Arp,
        Vlan or ServiceVlan or OldQinQ or 0x9200 or 0x9300 => Layer.Vlan,
        Mpls or MplsUpstream => Layer.Mpls,
        PppoeDiscovery => Layer.PppoeDiscovery,
        PppoeSession => Layer.PppoeSession,
        ProviderBackbone => Layer.ProviderBackbone,
        VnTag => Layer.VnTag,
        ETag => Layer.ETag,
        MacSec => Layer.MacSec,
        TransparentBridging => Layer.Ethernet,
        Ppp => Layer.Ppp,
        <= LargestLength => Layer.LogicalLink,
        _ => Layer.UnknownEtherType,
    };

    /// <summary>Registered and seen on real networks, but carrying nothing that is decoded here.</summary>
    public static bool IsRegistered(ushort etherType) => etherType switch
    {
        0x0600 or 0x0842 or 0x0BAD or 0x22DF or 0x22EA or 0x22EB or 0x22ED or 0x22F0 or 0x22F3 or 0x22F4 => true,
        >= 0x6000 and <= 0x6009 => true, // DEC
        0x6559 or 0x809B or 0x80D5 or 0x80F3 or 0x8035 or 0x8037 or 0x8137 or 0x8138 or 0x814C or 0x8204 => true,
        0x876B or 0x876C or 0x876D or 0x8808 or 0x8809 or 0x880B or 0x880C or 0x8819 or 0x8822 or 0x883E => true,
        0x8856 or 0x8861 or 0x8870 or 0x8873 or 0x8874 or 0x887A or 0x887B or 0x8886 or 0x888E or 0x888F => true,
        0x8892 or 0x8899 or 0x889A or 0x88A1 or 0x88A2 or 0x88A4 or 0x88A7 or 0x88AB or 0x88AE => true,
        >= 0x88B5 and <= 0x88BB => true, // local experiments, OUI extended, GOOSE, GSE, SV, LWAPP
        0x88BE or 0x88BF or 0x88C7 or 0x88CA or 0x88CC or 0x88CD or 0x88D8 or 0x88D9 or 0x88DC or 0x88DD => true,
        0x88E1 or 0x88E3 or 0x88E4 or 0x88E6 or 0x88EC or 0x88EE or 0x88F0 or 0x88F5 or 0x88F6 or 0x88F7 or 0x88F8 => true,
        0x88FB or 0x8902 or 0x8903 or 0x8904 or 0x8906 or 0x890D or 0x890F or 0x8911 or 0x8912 or 0x8914 or 0x8915 => true,
        0x8917 or 0x891D or 0x8929 or 0x892D or 0x892E or 0x892F or 0x893A or 0x8940 or 0x8942 or 0x8946 => true,
        0x8947 or 0x8948 or 0x894F or 0x8952 or 0x99FE or 0x9000 or 0x9001 or 0x9002 or 0x9003 => true,
        0xAAAA or 0xB7EA or 0xC9D1 or 0xD00D or 0xD28B or 0xE555 or 0xF1C1 or 0xFAF5 => true,
        _ => false,
    };
}
