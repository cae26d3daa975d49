namespace Stray.Capture.Inspection.Dns;

/// <summary>Ports of the DNS family.</summary>
public static class DnsPorts
{
    public const ushort Dns = 53, NetBios = 137, Multicast = 5353, LinkLocal = 5355;

    /// <summary>Whether a flow at this port is worth showing to the DNS inspector even when its first message is broken.</summary>
    public static bool Contains(ushort port) => port is Dns or NetBios or Multicast or LinkLocal;

    internal static DnsFlavour FlavourOf(ushort source, ushort destination) =>
        source == Multicast || destination == Multicast ? DnsFlavour.Multicast
        : source == LinkLocal || destination == LinkLocal ? DnsFlavour.LinkLocal
        : source == NetBios || destination == NetBios ? DnsFlavour.NetBios
        : DnsFlavour.Dns;

    internal static ushort PortOf(DnsFlavour flavour) => flavour switch
    {
        DnsFlavour.Multicast => Multicast,
        DnsFlavour.LinkLocal => LinkLocal,
        DnsFlavour.NetBios => NetBios,
        _ => Dns,
    };

    internal static string NameOf(DnsFlavour flavour) => flavour switch
    {
        DnsFlavour.Multicast => "mdns",
        DnsFlavour.LinkLocal => "llmnr",
        DnsFlavour.NetBios => "nbns",
        _ => "dns",
    };
}
