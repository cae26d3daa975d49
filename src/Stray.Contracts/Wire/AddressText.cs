using System.Buffers.Binary;
using System.Net;
using Stray.Contracts.Flows;

namespace Stray.Contracts.Wire;

/// <summary>Addresses as ASCII text on the wire (RFC 5952 for IPv6), without allocating: every Kafka tool can read and filter them.</summary>
internal static class AddressText
{
    public const int Longest = 39;

    public static int Format(Address address, bool link, Span<char> text)
    {
        if (link)
        {
            return FormatMac(address.Low, text);
        }

        return address.IsV4 ? FormatV4(address.V4, text) : FormatV6(address, text);
    }

    public static bool TryParse(ReadOnlySpan<byte> text, bool link, out Address address)
    {
        if (link)
        {
            return TryParseMac(text, out address);
        }

        Span<byte> bytes = stackalloc byte[16];
        if (text.Length > Longest + 6 || !IPAddress.TryParse(text, out var parsed) || !parsed.TryWriteBytes(bytes, out var written))
        {
            address = default;
            return false;
        }

        address = Address.FromBytes(bytes[..written]);
        return true;
    }

    private static int FormatMac(ulong mac, Span<char> text)
    {
        for (var i = 0; i < 6; i++)
        {
            ((byte)(mac >> (40 - (8 * i)))).TryFormat(text[(3 * i)..], out _, "x2");
            if (i < 5)
            {
                text[(3 * i) + 2] = ':';
            }
        }

        return 17;
    }

    private static bool TryParseMac(ReadOnlySpan<byte> text, out Address address)
    {
        address = default;
        Span<byte> mac = stackalloc byte[6];
        if (text.Length != 17)
        {
            return false;
        }

        for (var i = 0; i < 6; i++)
        {
            if (!byte.TryParse(text.Slice(3 * i, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out mac[i])
                || (i < 5 && text[(3 * i) + 2] != ':'))
            {
                return false;
            }
        }

        address = Address.FromMac(mac);
        return true;
    }

    private static int FormatV4(uint address, Span<char> text)
    {
        var length = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            ((byte)(address >> shift)).TryFormat(text[length..], out var written);
            length += written;
            if (shift > 0)
            {
                text[length++] = '.';
            }
        }

        return length;
    }

    private static int FormatV6(Address address, Span<char> text)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.WriteBytes(bytes);
        var (start, run) = LongestZeros(bytes);
        var length = 0;
        for (var group = 0; group < 8; group++)
        {
            if (run > 1 && group == start)
            {
                text[length++] = ':';
                group += run - 1;
                if (group == 7)
                {
                    text[length++] = ':';
                }

                continue;
            }

            if (group > 0)
            {
                text[length++] = ':';
            }

            BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * group)..]).TryFormat(text[length..], out var written, "x");
            length += written;
        }

        return length;
    }

    /// <summary>First and longest run of zero groups, which RFC 5952 s4.2 shortens to "::".</summary>
    private static (int Start, int Run) LongestZeros(ReadOnlySpan<byte> bytes)
    {
        var (start, run) = (-1, 0);
        for (var i = 0; i < 8; i++)
        {
            var length = 0;
            while (i + length < 8 && BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * (i + length))..]) == 0)
            {
                length++;
            }

            if (length > run)
            {
                (start, run) = (i, length);
            }
        }

        return (start, run);
    }
}
