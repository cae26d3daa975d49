using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Ip;

/// <summary>Options of hop-by-hop and destination options headers (RFC 8200 s4.2).</summary>
internal sealed class Ipv6Options(DecodingReport report)
{
    private const byte Pad1 = 0, PadN = 1, RouterAlert = 0x05, Jumbo = 0xC2, HomeAddress = 0xC9;

    public void Check(byte type, scoped in Packet packet, ref Cursor cursor, int headerLength)
    {
        var end = cursor.Offset + headerLength;
        var offset = cursor.Offset + 2;
        var list = default(OptionList);
        while (offset < end)
        {
            var option = packet.Bytes[offset..end];
            if (option[0] == Pad1)
            {
                list.Padding++;
                offset++;
                continue;
            }

            if (option.Length < 2 || option[1] > option.Length - 2)
            {
                Malformed(packet, offset, Math.Min(2, option.Length), "option {0} reaches beyond its extension header",
                    option[0]);
                return;
            }

            One(option, offset, packet, ref cursor, ref list);
            offset += 2 + option[1];
        }

        Covert(type, list, packet, cursor.Offset, headerLength);
    }

    private void One(ReadOnlySpan<byte> option, int offset, scoped in Packet packet, ref Cursor cursor, ref OptionList list)
    {
        switch (option[0])
        {
            case PadN:
                list.Padding++;
                return;
            case HomeAddress:
                Home(option, offset, packet, ref cursor, ref list);
                break;
            case RouterAlert when option[1] != 2:
            case Jumbo when option[1] != 4:
                Malformed(packet, offset + 1, 1, "option {0} has length {1}", option[0], option[1]);
                break;
            default:
                list.Unknown += IsAssigned(option[0]) ? 0 : 1;
                break;
        }

        list.Other++;
    }

    /// <summary>The home address takes the source's place in the pseudo-header (RFC 6275 s6.3, s9.3.1).</summary>
    private void Home(ReadOnlySpan<byte> option, int offset, scoped in Packet packet, ref Cursor cursor, ref OptionList list)
    {
        if (option[1] != 16)
        {
            Malformed(packet, offset + 1, 1, "option {0} has length {1}", option[0], option[1]);
            return;
        }

        cursor.PseudoSource = offset + 2;
        if (list.Homes++ > 0)
        {
            report.Add(FindingName.Ipv6ExtHeaderDuplicated, packet, offset, 18, "a second home address option");
        }
    }

    private void Covert(byte type, in OptionList list, scoped in Packet packet, int offset, int length)
    {
        if (list.Unknown > 0)
        {
            report.Add(FindingName.Ipv6OptionsCovert, packet, offset, length,
                new FindingDetail("{0} unassigned options in extension header {1}", list.Unknown, type));
        }
        else if (list.Other == 0 && list.Padding > 0)
        {
            report.Add(FindingName.Ipv6OptionsCovert, packet, offset, length,
                new FindingDetail("nothing but padding in extension header {0}", type));
        }
    }

    private void Malformed(scoped in Packet packet, int offset, int length, string text, long first, long second = 0) =>
        report.Add(FindingName.Ipv6ExtHeaderMalformed, packet, offset, length, new FindingDetail(text, first, second));

    /// <summary>IANA ipv6-parameters, destination options and hop-by-hop options.</summary>
    private static bool IsAssigned(byte option) =>
        option is 0x04 or RouterAlert or 0x07 or 0x08 or 0x0F or 0x11 or 0x12 or 0x23 or 0x26
        or 0x30 or 0x31 or 0x32 or 0x63 or 0x6D or 0x8A or 0x8B or 0x8C or Jumbo or HomeAddress or 0xEE;

    private struct OptionList
    {
        public int Padding;
        public int Unknown;
        public int Other;
        public int Homes;
    }
}
