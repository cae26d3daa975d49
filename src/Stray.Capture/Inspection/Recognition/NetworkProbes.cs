using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Dns;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>Names, addresses, time and management of the network itself.</summary>
internal static class NetworkProbes
{
    private const int DnsHeader = 12;

    /// <summary>RFC 1035 s4.1.1: the flags of what every stub resolver asks, recursion desired and nothing else.</summary>
    private static ReadOnlySpan<byte> RecursiveQuery => [0x01, 0x00];

    /// <summary>RFC 1035 s4.1: a header that makes sense and a first question that reads; over TCP after two bytes of length.</summary>
    public static ProbeResult Dns(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (!udp)
        {
            if (bytes.Length < 2 + DnsHeader)
            {
                var tooShort = bytes.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(bytes) < DnsHeader;
                return tooShort || (bytes.Length >= 6 && !IsFlags(bytes[4..])) ? ProbeResult.No : ProbeResult.Maybe;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..Math.Min(bytes.Length, 2 + length)];
        }

        return bytes.Length < DnsHeader ? ProbeResult.No : DnsMessage(bytes);
    }

    /// <summary>RFC 1002 s4.2: DNS's header, mostly with the 32 letters of an encoded NetBIOS name.</summary>
    public static ProbeResult Nbns(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        bytes.Length >= DnsHeader + 33 && bytes[12] == 0x20 && !bytes.Slice(13, 32).ContainsAnyExceptInRange((byte)'A', (byte)'P')
            ? ProbeResult.Yes : Dns(bytes, side, udp);

    /// <summary>RFC 1002 s4.4: datagram service.</summary>
    public static ProbeResult NetbiosDatagram(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        bytes.Length >= 10 && bytes[0] is >= 0x10 and <= 0x16 && (bytes[1] & 0xF0) == 0 ? ProbeResult.Maybe : ProbeResult.No;

    /// <summary>RFC 5905 s7.3: version 1 to 4 and a mode; whether the rest of the header is there its inspector asks.</summary>
    public static ProbeResult Ntp(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        ((bytes[0] >> 3) & 7) is >= 1 and <= 4 && (bytes[0] & 7) != 0 ? ProbeResult.Maybe : ProbeResult.No;

    /// <summary>RFC 2131 s2: BOOTP's fixed fields and the magic cookie.</summary>
    public static ProbeResult Dhcp(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 236 || bytes[0] is not (1 or 2) || bytes[2] > 16)
        {
            return ProbeResult.No;
        }

        return bytes.Length >= 240 && BinaryPrimitives.ReadUInt32BigEndian(bytes[236..]) == 0x63825363 ? ProbeResult.Yes : ProbeResult.Maybe;
    }

    /// <summary>RFC 8415 s8: a message type and options that fill the datagram.</summary>
    public static ProbeResult Dhcpv6(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        var options = bytes[0] switch { >= 1 and <= 11 => 4, 12 or 13 => 34, _ => -1 };
        if (options < 0 || bytes.Length < options)
        {
            return ProbeResult.No;
        }

        while (options + 4 <= bytes.Length)
        {
            options += 4 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(options + 2)..]);
        }

        return options == bytes.Length ? ProbeResult.Maybe : ProbeResult.No;
    }

    /// <summary>RFC 1157, RFC 3416, RFC 3412: version 0, 1 or 3 and what follows it.</summary>
    public static ProbeResult Snmp(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        var broken = bytes[0] == 0x30 ? ProbeResult.Maybe : ProbeResult.No; // on its own port, for its inspector
        if (!Ber.TryEnter(bytes, 0x30, out var message) || message.Length < 5 || message[0] != 2 || message[1] != 1)
        {
            return broken;
        }

        if (message[2] == 3)
        {
            return message[3] == 0x30 ? ProbeResult.Yes : broken;
        }

        return message[2] <= 1 && Ber.TryEnter(message[3..], 4, out var community) && 5 + community.Length < message.Length
            && message[5 + community.Length] is >= 0xA0 and <= 0xA8 ? ProbeResult.Yes : broken;
    }

    /// <summary>RFC 2865 s3: a code, the datagram's length, attributes that add up.</summary>
    public static ProbeResult Radius(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 20 || bytes[0] is not (>= 1 and <= 5 or >= 11 and <= 13 or >= 40 and <= 45))
        {
            return ProbeResult.No;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return length >= 20 && length <= bytes.Length ? ProbeResult.Maybe : ProbeResult.No;
    }

    /// <summary>RFC 1350 s5: a request with file name and mode.</summary>
    public static ProbeResult Tftp(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 4 || bytes[0] != 0 || bytes[1] is not (1 or 2))
        {
            return bytes.Length >= 4 && bytes[0] == 0 && bytes[1] is 3 or 4 or 5 or 6 ? ProbeResult.Maybe : ProbeResult.No;
        }

        var name = bytes[2..].IndexOf((byte)0);
        return name > 0 && Text.IsPrintable(bytes.Slice(2, name)) && Text.BeginsAny(bytes[(3 + name)..], "octet\0|netascii\0|mail\0"u8) == ProbeResult.Yes
            ? ProbeResult.Yes : ProbeResult.No;
    }

    /// <summary>RFC 5531 s9: call or reply; over TCP after a record mark (s11).</summary>
    public static ProbeResult OncRpc(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        var body = bytes;
        if (!udp)
        {
            if ((bytes[0] & 0x7F) != 0)
            {
                return ProbeResult.No;
            }

            body = bytes.Length < 4 ? default : bytes[4..];
        }

        if (body.Length < 16)
        {
            return udp ? ProbeResult.No : ProbeResult.Maybe;
        }

        var type = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        var version = BinaryPrimitives.ReadUInt32BigEndian(body[8..]);
        return type switch
        {
            0 when version == 2 && BinaryPrimitives.ReadUInt32BigEndian(body[12..]) is >= 100_000 and < 500_000 => ProbeResult.Yes,
            1 when version <= 1 && body.Length >= 24 => ProbeResult.Maybe,
            _ => ProbeResult.No,
        };
    }

    /// <summary>RFC 4271 s4.1: sixteen ones, length, type.</summary>
    public static ProbeResult Bgp(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        bytes[..Math.Min(16, bytes.Length)].IndexOfAnyExcept((byte)0xFF) >= 0 ? ProbeResult.No
            : bytes.Length < 19 ? ProbeResult.Maybe : bytes[18] is >= 1 and <= 5 ? ProbeResult.Yes : ProbeResult.No;

    /// <summary>NetFlow 5 and 9, IPFIX (RFC 7011 s3.1).</summary>
    public static ProbeResult Netflow(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 20 || bytes[0] != 0)
        {
            return ProbeResult.No;
        }

        var count = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return bytes[1] switch
        {
            5 when bytes.Length == 24 + (48 * count) && count > 0 => ProbeResult.Yes,
            9 when count is > 0 and < 64 => ProbeResult.Maybe,
            10 when count == bytes.Length => ProbeResult.Maybe,
            _ => ProbeResult.No,
        };
    }

    /// <summary>LDP, L2TP (RFC 2661 s3.1: version 2 with a length that fits).</summary>
    public static ProbeResult L2tp(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        bytes.Length >= 12 && (bytes[0] & 0xC8) == 0xC8 && (bytes[1] & 0x0F) == 2
        && BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) <= bytes.Length ? ProbeResult.Maybe : ProbeResult.No;

    private static ProbeResult DnsMessage(ReadOnlySpan<byte> bytes)
    {
        if (IsPlainQuery(bytes))
        {
            return ProbeResult.Yes;
        }

        var questions = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        var records = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) + BinaryPrimitives.ReadUInt16BigEndian(bytes[8..])
            + BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]);
        if (!IsFlags(bytes[2..]) || questions > 32 || records > 512 || questions + records == 0)
        {
            return ProbeResult.No;
        }

        return questions == 0 ? ProbeResult.Maybe : Question(bytes[DnsHeader..]);
    }

    /// <summary>
    /// A recursive query for something spelled like a host name: sure enough to look on also when the count or the rest of
    /// the name is absurd, which is then what there is to find.
    /// </summary>
    private static bool IsPlainQuery(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < DnsHeader + 4 || !bytes[2..4].SequenceEqual(RecursiveQuery) || bytes[4..6].IndexOfAnyExcept((byte)0) < 0
            || bytes[6..12].IndexOfAnyExcept((byte)0) >= 0 || bytes[DnsHeader] is 0 or > 63)
        {
            return false;
        }

        var label = bytes[(DnsHeader + 1)..];
        return DnsNameText.IllegalAt(label[..Math.Min(bytes[DnsHeader], label.Length)], service: false, host: true) < 0;
    }

    /// <summary>An operation that is assigned, and the reserved bit clear (RFC 1035 s4.1.1, RFC 8490).</summary>
    private static bool IsFlags(ReadOnlySpan<byte> flags) => ((flags[0] >> 3) & 0x0F) is not 3 and <= 6 && (flags[1] & 0x40) == 0;

    private static ProbeResult Question(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && bytes[at] is > 0 and < 64)
        {
            at += 1 + bytes[at];
        }

        if (at + 5 > bytes.Length || bytes[at] != 0 || at > 255)
        {
            return ProbeResult.No;
        }

        var kind = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 3)..]) & 0x7FFF;
        return kind is 1 or 3 or 4 or 254 or 255 ? ProbeResult.Yes : ProbeResult.No;
    }
}
