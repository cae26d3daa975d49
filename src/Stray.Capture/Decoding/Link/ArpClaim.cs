namespace Stray.Capture.Decoding.Link;

/// <summary>Who says in an ARP message to have which address, and whom it asks for or answers.</summary>
internal readonly record struct ArpClaim(uint Sender, ulong Mac, uint Target, long Time, ushort Vlan)
{
    /// <summary>
    /// Router redundancy moves one address between machines by design: VRRP (RFC 9568 s7.3), HSRP v1 and v2, GLBP.
    /// </summary>
    public static bool IsVirtualRouter(ulong mac) => (mac >> 8) is 0x00005E0001 or 0x00005E0002 or 0x00000C07AC
        || mac >> 12 is 0x00000C9FF || mac >> 24 is 0x0007B4;
}
