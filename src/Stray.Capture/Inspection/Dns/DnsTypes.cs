namespace Stray.Capture.Inspection.Dns;

/// <summary>RR types and opcodes (IANA dns-parameters, RFC 6895).</summary>
internal static class DnsTypes
{
    public const ushort A = 1, Ns = 2, Md = 3, Mf = 4, Cname = 5, Soa = 6, Mb = 7, Mg = 8, Mr = 9, Null = 10, Wks = 11, Ptr = 12,
        Hinfo = 13, Minfo = 14, Mx = 15, Txt = 16, Rp = 17, Afsdb = 18, Rt = 21, Sig = 24, Key = 25, Px = 26, Aaaa = 28, Loc = 29,
        Nb = 32, Srv = 33, Naptr = 35, Kx = 36, Cert = 37, Dname = 39, Opt = 41, Ds = 43, Sshfp = 44, Rrsig = 46, Nsec = 47,
        Dnskey = 48, Nsec3 = 50, Nsec3Param = 51, Tlsa = 52, Smimea = 53, Cds = 59, Cdnskey = 60, Csync = 62, Zonemd = 63,
        Svcb = 64, Https = 65, Spf = 99, Eui48 = 108, Eui64 = 109, Tkey = 249, Tsig = 250, Any = 255, Uri = 256, Caa = 257;

    public const int Query = 0, Update = 5, StatefulOperations = 6;

    public const ushort ClassNone = 254, ClassAny = 255;

    /// <summary>
    /// Assigned by IANA, reserved for private use, or obsolete but once assigned. What is left may be assigned one day:
    /// RFC 3597 lets it pass a resolver, so only records (never questions) of such a type count as broken.
    /// </summary>
    public static bool IsAssigned(ushort type) => type switch
    {
        >= 1 and <= 53 => true,
        >= 55 and <= 68 => true,
        >= 99 and <= 109 => true,
        128 => true,
        >= 249 and <= 264 => true,
        32768 or 32769 => true,
        >= 65280 and <= 65534 => true,
        _ => false,
    };

    /// <summary>Types no ordinary client asks for; tunnels take them because their RDATA is free-form.</summary>
    public static bool IsFreeForm(ushort type) => type is Null or Key or Wks or Sig || type >= 65280;

    /// <summary>Types whose answers carry much data and whose questions look ordinary.</summary>
    public static bool IsBulky(ushort type) => type is Txt or Cname or Mx or Srv || IsFreeForm(type);

    public static bool IsOpcodeAssigned(int opcode, DnsFlavour flavour) => flavour switch
    {
        // RFC 1002 s4.2.1.1: query, registration, release, WACK, refresh (8, and 9 by its examples), multi-homed registration.
        DnsFlavour.NetBios => opcode is 0 or (>= 5 and <= 9) or 15,
        // RFC 6762 s18.3 and RFC 4795 s2.1.1: zero.
        DnsFlavour.Multicast or DnsFlavour.LinkLocal => opcode == Query,
        _ => opcode is 0 or 1 or 2 or 4 or 5 or 6,
    };
}
