using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Stray.Contracts.Flows;

namespace Stray.Capture.FlowLogs;

/// <summary>Values as flow logs write them, read from UTF-8 without going through floating point where digits matter.</summary>
internal static class LogText
{
    private const long Nanoseconds = 1_000_000_000;

    // Seconds beyond this are Zeek's TS_MILLIS: the year is 5138.
    private const long LargestSeconds = 100_000_000_000;

    /// <summary>A time as epoch seconds ("1655056416.228417"), epoch milliseconds or ISO 8601, in nanoseconds since 1970.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out long time)
    {
        if (text.Length > 10 && text[4] == '-')
        {
            return TryIsoTime(text, out time);
        }

        if (!TryDecimal(text, out var whole, out var fraction))
        {
            time = 0;
            return false;
        }

        if (whole < LargestSeconds)
        {
            return TryCombine(whole, fraction, out time);
        }

        return TryCombine(whole / 1000, ((int)(whole % 1000) * 1_000_000) + (fraction / 1000), out time);
    }

    /// <summary>Decimal seconds, not negative, as nanoseconds.</summary>
    public static bool TrySeconds(ReadOnlySpan<byte> text, out long nanoseconds)
    {
        nanoseconds = 0;
        return TryDecimal(text, out var whole, out var fraction) && TryCombine(whole, fraction, out nanoseconds) && nanoseconds >= 0;
    }

    /// <summary>A count; some tools write whole numbers as "12.0".</summary>
    public static bool TryCount(ReadOnlySpan<byte> text, out long count) =>
        TryDecimal(text, out count, out _) && count >= 0 && text[0] != '-';

    public static bool TryPort(ReadOnlySpan<byte> text, out ushort port)
    {
        port = 0;
        var isPort = TryCount(text, out var number) && number <= ushort.MaxValue;
        port = isPort ? (ushort)number : port;
        return isPort;
    }

    public static bool TryAddress(ReadOnlySpan<byte> text, out Address address)
    {
        Span<char> characters = stackalloc char[64];
        address = default;
        var isWhole = text.Contains((byte)':') || text.Count((byte)'.') == 3; // the framework takes "7" for 0.0.0.7
        return isWhole && text.Length <= characters.Length
            && Address.TryParse(characters[..Encoding.Latin1.GetChars(text, characters)], out address);
    }

    /// <summary>An IANA keyword in any case, Zeek's and Suricata's own words, or the number.</summary>
    public static bool TryProtocol(ReadOnlySpan<byte> text, out byte protocol)
    {
        Span<char> characters = stackalloc char[20];
        protocol = 0;
        if (Ascii.ToLower(text, characters, out var length) != OperationStatus.Done)
        {
            return false;
        }

        int? number = characters[..length] switch
        {
            "tcp" => ProtocolNames.Tcp,
            "udp" => ProtocolNames.Udp,
            "icmp" => ProtocolNames.Icmp,
            "icmp6" or "icmpv6" or "ipv6-icmp" => ProtocolNames.IcmpV6,
            "sctp" => ProtocolNames.Sctp,
            "igmp" => ProtocolNames.Igmp,
            "ipip" or "ipv4" or "ip" => ProtocolNames.IpInIp,
            "ipv6" => ProtocolNames.Ipv6,
            "gre" => ProtocolNames.Gre,
            "esp" => 50,
            "ah" => 51,
            "ospf" => 89,
            "pim" => 103,
            "vrrp" => 112,
            "unknown_transport" => 0,
            _ => null,
        };
        protocol = (byte)(number ?? 0);
        return number is not null || (Utf8Parser.TryParse(text, out protocol, out var used) && used == text.Length);
    }

    private static bool TryCombine(long whole, int fraction, out long nanoseconds)
    {
        var sum = ((Int128)whole * Nanoseconds) + fraction;
        nanoseconds = sum == (long)sum ? (long)sum : 0;
        return sum == nanoseconds;
    }

    /// <summary>[-]digits[.digits], also with an exponent; the fraction in billionths, with the sign of the whole.</summary>
    private static bool TryDecimal(ReadOnlySpan<byte> text, out long whole, out int fraction)
    {
        fraction = 0;
        if (!Utf8Parser.TryParse(text, out whole, out var used))
        {
            return false;
        }

        if (used < text.Length && text[used] == '.')
        {
            used++;
            for (var weight = 100_000_000; used < text.Length && char.IsAsciiDigit((char)text[used]); used++, weight /= 10)
            {
                fraction += (text[used] - '0') * weight;
            }
        }

        fraction = text[0] == '-' ? -fraction : fraction;
        return used == text.Length || TryScientific(text, out whole, out fraction);
    }

    private static bool TryScientific(ReadOnlySpan<byte> text, out long whole, out int fraction)
    {
        var isNumber = Utf8Parser.TryParse(text, out double value, out var used) && used == text.Length && Math.Abs(value) < 1e18;
        whole = isNumber ? (long)value : 0;
        fraction = isNumber ? (int)((value - whole) * Nanoseconds) : 0;
        return isNumber;
    }

    // 2017-04-07T22:24:37.251547+0100, as Suricata and Zeek's ISO 8601 mode write it; zone Z, +hhmm, +hh:mm or none (UTC).
    private static bool TryIsoTime(ReadOnlySpan<byte> text, out long time)
    {
        Span<char> characters = stackalloc char[40];
        time = 0;
        if (text.Length > characters.Length)
        {
            return false;
        }

        var iso = characters[..Encoding.Latin1.GetChars(text, characters)];
        if (iso is [.., '+' or '-', _, _, _, _])
        {
            characters[iso.Length] = iso[^1];
            characters[iso.Length - 1] = iso[^2];
            characters[iso.Length - 2] = ':';
            iso = characters[..(iso.Length + 1)];
        }

        const System.Globalization.DateTimeStyles utc = System.Globalization.DateTimeStyles.AssumeUniversal;
        var isTime = DateTimeOffset.TryParse(iso, System.Globalization.CultureInfo.InvariantCulture, utc, out var parsed);
        var ticks = parsed.UtcTicks - DateTime.UnixEpoch.Ticks;
        return isTime && TryCombine(ticks / TimeSpan.TicksPerSecond, (int)(ticks % TimeSpan.TicksPerSecond) * 100, out time);
    }
}
