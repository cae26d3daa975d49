using System.Text;
using System.Text.Unicode;

namespace Stray.Capture.Inspection.Dns;

/// <summary>Names as text, and which of their characters belong in a name.</summary>
internal static class DnsNameText
{
    private const int NetBiosLabel = 32;

    /// <summary>Lower case, dots between labels, anything else than graphic ASCII as \DDD (RFC 1035 s5.1); at most 1020 characters.</summary>
    public static string Of(ReadOnlySpan<byte> wire, DnsFlavour flavour)
    {
        if (flavour == DnsFlavour.NetBios && wire.Length > NetBiosLabel && wire[0] == NetBiosLabel)
        {
            Span<byte> plain = stackalloc byte[18];
            return Of(plain[..DecodeNetBios(wire.Slice(1, NetBiosLabel), plain)], DnsFlavour.Dns);
        }

        var text = new StringBuilder(wire.Length);
        for (var at = 0; at < wire.Length && wire[at] != 0; at += wire[at] + 1)
        {
            _ = text.Length > 0 ? text.Append('.') : text;
            Append(text, wire.Slice(at + 1, Math.Min(wire[at], wire.Length - at - 1)));
        }

        return text.ToString();
    }

    /// <summary>The first byte of the label that does not belong in a name, -1 when all do.</summary>
    /// <param name="service">Service and multicast names carry user-friendly UTF-8 text (RFC 6763 s4.1.1).</param>
    /// <param name="host">Addresses are asked for host names only, where more printable characters are out of place.</param>
    public static int IllegalAt(ReadOnlySpan<byte> label, bool service, bool host)
    {
        for (var i = 0; i < label.Length; i++)
        {
            var c = label[i];
            if (c is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or >= (byte)'A' and <= (byte)'Z' or (byte)'-' or (byte)'_')
            {
                continue;
            }

            if (c < 0x20 || c == 0x7F || (c >= 0x80 && !(service && Utf8.IsValid(label))) || (!service && c == 0x20)
                || (host && !service && "\"<>[]{}()|\\^`;,&'".Contains((char)c)))
            {
                return i;
            }
        }

        return -1;
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> label)
    {
        foreach (var c in label)
        {
            if (c is > 0x20 and < 0x7F and not ((byte)'.' or (byte)'\\'))
            {
                text.Append((char)DnsNameShape.Lower(c));
            }
            else
            {
                text.Append('\\').Append((char)('0' + (c / 100))).Append((char)('0' + (c / 10 % 10))).Append((char)('0' + (c % 10)));
            }
        }
    }

    /// <summary>Half-ASCII (RFC 1001 s14.1): 16 octets as 32 letters A to P, space-padded, the last one a suffix.</summary>
    private static int DecodeNetBios(ReadOnlySpan<byte> encoded, Span<byte> wire)
    {
        var length = 0;
        for (var i = 0; i < 15; i++)
        {
            var c = (byte)(((encoded[2 * i] - 'A') << 4) | ((encoded[(2 * i) + 1] - 'A') & 15));
            wire[1 + i] = c;
            length = c is 0x20 or 0 ? length : i + 1;
        }

        wire[0] = (byte)length;
        wire[length + 1] = 0;
        return length + 2;
    }
}
