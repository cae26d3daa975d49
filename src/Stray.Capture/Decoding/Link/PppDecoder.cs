using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Link;

/// <summary>
/// PPP (RFC 1661, RFC 1662): optional address and control bytes, a protocol field of one or two bytes, then its payload.
/// </summary>
internal sealed class PppDecoder(DecodingReport report)
{
    private const ushort Ipv4 = 0x0021, Ipv6 = 0x0057, UncompressedTcp = 0x002F, Mpls = 0x0281, MplsMulticast = 0x0283;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 2)
        {
            return report.TooShort(FindingName.L2EncapHeaderMalformed, packet, cursor, 2,
                "{0} bytes cannot hold the PPP header of {1}");
        }

        var start = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[cursor.Offset..]);
        cursor.Skip(start is 0xFF03 or 0x0F00 or 0x8F00 ? 2 : 0);
        return start is 0x0F00 or 0x8F00 ? CiscoFraming(ref packet, ref cursor) : Protocol(ref packet, ref cursor);
    }

    /// <summary>From the protocol field on, as PPPoE carries it.</summary>
    public Layer Protocol(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 1)
        {
            return report.TooShort(FindingName.L2EncapHeaderMalformed, packet, cursor, 2,
                "{0} bytes cannot hold the PPP protocol of {1}");
        }

        // Protocol field compression: an odd first byte is the whole field (RFC 1661 s6.5).
        int protocol = packet.Bytes[cursor.Offset];
        var length = (protocol & 1) != 0 ? 1 : 2;
        if (cursor.Captured < length)
        {
            return report.TooShort(FindingName.L2EncapHeaderMalformed, packet, cursor, 2,
                "{0} bytes cannot hold the PPP protocol of {1}");
        }

        protocol = length == 1 ? protocol : (protocol << 8) | packet.Bytes[cursor.Offset + 1];
        cursor.Skip(length);
        return LayerOf((ushort)protocol, length, ref packet, ref cursor);
    }

    private Layer LayerOf(ushort protocol, int length, ref Packet packet, ref Cursor cursor)
    {
        switch (protocol)
        {
            case Ipv4 or UncompressedTcp:
                return Layer.Ipv4;
            case Ipv6:
                return Layer.Ipv6;
            case Mpls or MplsMulticast:
                return Layer.Mpls;
            case >= 0x8000 and <= 0xBFFF or 0xC021:
                return Control(protocol, packet, ref cursor);
            case 0xC023 or 0xC025 or 0xC223 or 0xC227 or 0xC029 or 0xC081 or 0xC281: // PAP, LQR, CHAP, EAP and kin
                return Layer.Done;
            case < 0x4000 when (protocol & 0x0101) == 0x0001: // network data, no octet pair of another form (RFC 1661 s2)
                return IsAssigned(protocol) ? Layer.Done : Unknown(packet, cursor, protocol, length);
            default:
                return Unknown(packet, cursor, protocol, length);
        }
    }

    private Layer Unknown(scoped in Packet packet, scoped in Cursor cursor, ushort protocol, int length) => report.Reject(
        FindingName.L2EncapHeaderMalformed, packet, cursor.Offset - length, length,
            new FindingDetail("PPP protocol {0} is not assigned", protocol));

    private static bool IsAssigned(ushort protocol) =>
        protocol is 0x0001 or 0x0003 or 0x0005 or 0x0007 or (>= 0x0023 and <= 0x006F)
        or 0x00C1 or 0x00CF or 0x00FB or 0x00FD or (>= 0x0201 and <= 0x02FF) or 0x0033 or 0x003D;

    private static Layer CiscoFraming(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 2)
        {
            return Layer.Done;
        }

        packet.EtherType = cursor.Type = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[cursor.Offset..]);
        cursor.Skip(2);
        return cursor.Type is EtherTypes.Ipv4 or EtherTypes.Ipv6 ? EtherTypes.LayerOf(cursor.Type) : Layer.Done;
    }

    /// <summary>
    /// LCP and the network control protocols share one format: code, identifier, length, and options in codes 1 to 4.
    /// </summary>
    private Layer Control(ushort protocol, scoped in Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 4)
        {
            return report.TooShort(FindingName.L2EncapHeaderMalformed, packet, cursor, 4,
                "{0} bytes cannot hold the PPP control header of {1}");
        }

        var code = packet.Bytes[cursor.Offset];
        var length = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 2)..]);
        if (length < 4 || length > cursor.OnWire)
        {
            return report.Reject(FindingName.L2EncapHeaderMalformed, packet, cursor.Offset + 2, 2,
                new FindingDetail("length {0} of PPP control protocol {1} does not fit its frame", length, protocol));
        }

        cursor.Bound(length);
        cursor.Skip(4);
        return code is >= 1 and <= 4 ? Options(packet, ref cursor) : Layer.Done;
    }

    private Layer Options(scoped in Packet packet, ref Cursor cursor)
    {
        while (cursor.Captured >= 2)
        {
            var length = packet.Bytes[cursor.Offset + 1];
            if (length < 2 || length > cursor.OnWire)
            {
                return report.Reject(FindingName.L2EncapHeaderMalformed, packet, cursor.Offset, 2,
                    new FindingDetail("length {0} of PPP option {1} does not fit its message", length,
                        packet.Bytes[cursor.Offset]));
            }

            cursor.Skip(length);
        }

        return Layer.Done;
    }
}
