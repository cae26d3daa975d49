namespace Stray.Capture.Frames;

/// <summary>LINKTYPE_ numbers of the tcpdump.org registry: which the decoder understands, and what the others are called.</summary>
public static class LinkTypes
{
    private const int PppHdlc = 50;

    /// <summary>False for link types that frames are counted under but not given out.</summary>
    public static bool TryKnow(int number, out LinkType linkType)
    {
        // PPP in HDLC-like framing starts with the same FF 03 that LINKTYPE_PPP allows for.
        linkType = number == PppHdlc ? LinkType.Ppp : (LinkType)number;
        return number is 0 or 1 or 9 or 12 or 14 or PppHdlc or 101 or 108 or 113 or 228 or 229 or 276;
    }

    /// <summary>The registry's name, lower case, for messages and counts; the number where it is not a common one.</summary>
    public static string NameOf(int number) => number switch
    {
        0 => "null",
        1 => "ethernet",
        3 => "ax25",
        6 => "token ring",
        7 => "arcnet",
        8 => "slip",
        9 => "ppp",
        10 => "fddi",
        12 or 14 or 101 => "raw ip",
        PppHdlc => "ppp hdlc",
        51 => "ppp over ethernet",
        99 => "symantec firewall",
        100 => "atm rfc1483",
        104 => "cisco hdlc",
        105 => "ieee 802.11",
        107 => "frame relay",
        108 => "openbsd loop",
        113 => "linux sll",
        114 => "localtalk",
        117 => "openbsd pflog",
        119 => "802.11 prism",
        122 => "ip over fibre channel",
        123 => "sunatm",
        127 => "802.11 radiotap",
        129 => "arcnet linux",
        138 => "ip over ieee 1394",
        140 => "mtp2",
        141 => "mtp3",
        143 => "docsis",
        144 => "irda",
        >= 147 and <= 162 => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"user {number - 147}"),
        163 => "802.11 avs",
        166 => "pppd with direction",
        177 => "lapd",
        187 => "bluetooth hci",
        189 => "usb linux",
        192 => "ppi",
        195 => "ieee 802.15.4",
        197 => "erf",
        201 => "bluetooth hci with direction",
        203 => "lapd with direction",
        204 => "ppp with direction",
        205 => "cisco hdlc with direction",
        206 => "frame relay with direction",
        209 => "ipmb linux",
        220 => "usb linux mmapped",
        224 => "fibre channel fc-2",
        226 => "ipnet",
        227 => "can",
        228 => "ipv4",
        229 => "ipv6",
        230 => "ieee 802.15.4 no fcs",
        231 => "dbus",
        239 => "nflog",
        240 => "netanalyzer",
        247 => "infiniband",
        248 => "sctp",
        249 => "usbpcap",
        251 => "bluetooth le",
        252 => "wireshark upper pdu",
        253 => "netlink",
        254 => "bluetooth monitor",
        256 => "bluetooth le with phdr",
        258 => "pktap",
        276 => "linux sll2",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"link type {number}"),
    };
}
