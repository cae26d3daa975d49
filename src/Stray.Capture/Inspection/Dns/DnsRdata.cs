using static Stray.Capture.Inspection.Dns.DnsTypes;

namespace Stray.Capture.Inspection.Dns;

/// <summary>The layout of each RR type's RDATA; unknown types are opaque (RFC 3597).</summary>
internal static class DnsRdata
{
    /// <summary>True when the RDATA fits its type; otherwise the reader holds the fault.</summary>
    public static bool Check(ref RdataReader data, ushort type) => type switch
    {
        A => data.Take(4) && data.End(), // RFC 1035 s3.4.1
        Aaaa => data.Take(16) && data.End(), // RFC 3596 s2.2
        Ns or Md or Mf or Cname or Mb or Mg or Mr or Ptr or Dname => data.Name() && data.End(),
        Mx or Afsdb or Rt or Kx => data.Take(2) && data.Name() && data.End(),
        Soa => data.Name() && data.Name() && data.Take(20) && data.End(),
        Minfo or Rp => data.Name() && data.Name() && data.End(),
        Px => data.Take(2) && data.Name() && data.Name() && data.End(),
        Txt or Spf => data.CharacterStrings(),
        Hinfo => data.CharacterString() && (data.Remaining == 0 || (data.CharacterString() && data.End())), // RFC 8482 s4.2 keeps one
        Wks => data.Rest(5),
        Srv => data.Take(6) && data.Name() && data.End(), // RFC 2782
        Naptr => data.Take(4) && data.CharacterString() && data.CharacterString() && data.CharacterString() && data.Name() && data.End(),
        Loc => data.Peek(0) != 0 || (data.Take(16) && data.End()), // RFC 1876 s2: other versions are opaque
        DnsTypes.Uri => data.Take(4) && data.Rest(1),
        Caa => Caa8659(ref data),
        Cert => data.Rest(5),
        Eui48 => data.Take(6) && data.End(),
        Eui64 => data.Take(8) && data.End(),
        Svcb or Https => ServiceBinding.Check(ref data),
        _ => CheckSecurity(ref data, type),
    };

    private static bool CheckSecurity(ref RdataReader data, ushort type) => type switch
    {
        Ds or Cds => data.Take(3) && Digest(ref data, 0), // algorithm and digest type are octets 2 and 3
        Dnskey => KeyProtocol(ref data) && data.Rest(4),
        Cdnskey => data.Rest(4),
        Rrsig or Sig => data.Take(18) && data.Name() && data.Rest(1), // RFC 4034 s3.1
        Nsec => data.Name() && data.TypeBitMaps(),
        Nsec3 => data.Take(4) && data.CharacterString() && data.CharacterString() && data.TypeBitMaps(), // RFC 5155 s3.2
        Nsec3Param => data.Take(4) && data.CharacterString() && data.End(),
        Csync => data.Take(6) && data.TypeBitMaps(),
        Sshfp => data.Take(1) && FingerprintType(ref data),
        Tlsa or Smimea => data.Take(2) && MatchingType(ref data),
        Zonemd => data.Rest(18), // RFC 8976 s2.2.4: a digest of at least 12 octets
        Tsig => data.Name() && data.Take(8) && Counted(ref data) && data.Take(4) && Counted(ref data) && data.End(), // RFC 8945 s4.2
        Tkey => data.Name() && data.Take(12) && Counted(ref data) && Counted(ref data) && data.End(), // RFC 2930 s2
        _ => true,
    };

    /// <summary>Flags, tag length, tag of letters and digits, value (RFC 8659 s4.1).</summary>
    private static bool Caa8659(ref RdataReader data)
    {
        var tag = data.Peek(1);
        if (tag < 1)
        {
            return data.Fail("CAA tag is empty", data.Position, Math.Min(2, data.Remaining));
        }

        return tag + 2 <= data.Remaining ? data.Rest(0) : data.Fail("CAA tag runs past RDATA", data.Position + 1, 1);
    }

    private static bool KeyProtocol(ref RdataReader data) =>
        data.Peek(2) is 3 or -1 || data.Fail("DNSKEY protocol is not 3", data.Position + 2, 1); // RFC 4034 s2.1.2

    /// <summary>Digest type and a digest of that type's length (RFC 4034 s5.1.3, 4509, 6605); CDS may delete with type 0.</summary>
    private static bool Digest(ref RdataReader data, int at) => data.Peek(at) switch
    {
        1 => Exactly(ref data, 20),
        2 or 3 => Exactly(ref data, 32),
        4 => Exactly(ref data, 48),
        _ => data.Rest(2),
    };

    private static bool FingerprintType(ref RdataReader data) => data.Peek(0) switch
    {
        1 => Exactly(ref data, 20), // RFC 4255 s3.1.2
        2 => Exactly(ref data, 32), // RFC 6594
        _ => data.Rest(2),
    };

    private static bool MatchingType(ref RdataReader data) => data.Peek(0) switch
    {
        1 => Exactly(ref data, 32), // RFC 6698 s2.1.3
        2 => Exactly(ref data, 64),
        _ => data.Rest(2),
    };

    private static bool Exactly(ref RdataReader data, int digest) => data.Remaining == 1 + digest
        ? data.Rest(0)
        : data.Fail("digest length does not fit its type", data.Position, data.Remaining);

    private static bool Counted(ref RdataReader data)
    {
        var length = data.PeekNumber(0);
        return length < 0 ? data.Take(2) : data.Take(2 + length);
    }
}
