using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Dns;

/// <summary>EDNS(0) options of an OPT record (RFC 6891 s6.1.2).</summary>
internal static class DnsEdns
{
    private const int ClientSubnet = 8, Cookie = 10, TcpKeepalive = 11;

    /// <summary>Walks the options; null when sound, else why not, with the place of the offending bytes.</summary>
    public static string? Check(ReadOnlySpan<byte> options, bool udp, bool query, out int at, out int length)
    {
        at = 0;
        while (at < options.Length)
        {
            length = options.Length - at;
            if (length < 4)
            {
                return "EDNS option header is truncated";
            }

            var code = BinaryPrimitives.ReadUInt16BigEndian(options[at..]);
            var size = BinaryPrimitives.ReadUInt16BigEndian(options[(at + 2)..]);
            if (size > length - 4)
            {
                length = 4;
                return "EDNS option runs past the OPT record";
            }

            length = 4 + size;
            var fault = CheckOption(code, options.Slice(at + 4, size), udp, query);
            if (fault is not null)
            {
                return fault;
            }

            at += length;
        }

        length = 0;
        return null;
    }

    private static string? CheckOption(int code, ReadOnlySpan<byte> data, bool udp, bool query) => code switch
    {
        ClientSubnet => CheckSubnet(data, query),
        Cookie => data.Length is 8 or (>= 16 and <= 40) ? null : "COOKIE length is neither 8 nor 16 to 40", // RFC 7873 s4
        TcpKeepalive when udp => "edns-tcp-keepalive in UDP", // RFC 7828 s3.2.2
        TcpKeepalive => data.Length is 0 or 2 ? null : "edns-tcp-keepalive length is neither 0 nor 2",
        _ => null,
    };

    /// <summary>Family, prefix lengths and an address of exactly as many octets as the prefix needs (RFC 7871 s6).</summary>
    private static string? CheckSubnet(ReadOnlySpan<byte> data, bool query)
    {
        if (data.Length < 4)
        {
            return "client subnet is shorter than its header";
        }

        var family = BinaryPrimitives.ReadUInt16BigEndian(data);
        var (source, scope) = (data[2], data[3]);
        var address = data[4..];
        var bits = family switch { 1 => 32, 2 => 128, _ => 0 };
        if (bits == 0)
        {
            return family == 0 && source == 0 ? null : "client subnet family is unknown"; // s7.1.2: family 0 only to opt out
        }

        return source > bits || scope > bits ? "client subnet prefix is longer than the address"
            : address.Length != (source + 7) / 8 ? "client subnet address length does not fit its prefix"
            : source % 8 != 0 && (address[^1] & (0xFF >> (source % 8))) != 0 ? "client subnet has bits beyond its prefix"
            : query && scope != 0 ? "client subnet scope is set in a query"
            : null;
    }
}
