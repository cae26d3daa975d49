using System.Buffers.Binary;
using Stray.Capture.Frames;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Link;

/// <summary>
/// Opens a frame by its capture's link type; everything but Ethernet is a short pseudo-header in front of a type field.
/// </summary>
internal sealed class LinkDecoder(DecodingReport report)
{
    /// <summary>ARPHRD_LOOPBACK, how Linux cooked captures mark frames of lo.</summary>
    private const ushort LoopbackHardware = 772;

    public Layer Open(LinkType linkType, ref Packet packet, ref Cursor cursor)
    {
        switch (linkType)
        {
            case LinkType.Ethernet:
                return Layer.Ethernet;
            case LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd or LinkType.Ipv4 or LinkType.Ipv6:
                return Raw(linkType, packet, cursor);
            case LinkType.LinuxSll:
                return Cooked(ref packet, ref cursor, length: 16, protocol: 14, hardware: 2, address: 6);
            case LinkType.LinuxSll2:
                return Cooked(ref packet, ref cursor, length: 20, protocol: 0, hardware: 8, address: 12);
            case LinkType.Null or LinkType.Loop:
                return Family(ref packet, ref cursor);
            case LinkType.Ppp or LinkType.PppSerial:
                return Layer.Ppp;
            case LinkType.CiscoHdlc:
                return CiscoHdlc(ref packet, ref cursor);
            case LinkType.Nflog:
                return new NflogDecoder(report).Decode(ref packet, ref cursor);
            default:
                report.Counters.UnsupportedLinkTypes++;
                return Layer.Done;
        }
    }

    private Layer Raw(LinkType linkType, scoped in Packet packet, scoped in Cursor cursor)
    {
        if (cursor.Captured < 1)
        {
            return report.TooShort(FindingName.IpHeaderLengthInvalid, packet, cursor, 1, "empty frame on a raw IP link");
        }

        return linkType switch
        {
            LinkType.Ipv4 => Layer.Ipv4,
            LinkType.Ipv6 => Layer.Ipv6,
            _ => Layer.Ip,
        };
    }

    /// <summary>Linux cooked mode v1 (packet type, ARPHRD, address, protocol) and v2 (protocol first, 20 bytes).</summary>
    private Layer Cooked(ref Packet packet, ref Cursor cursor, int length, int protocol, int hardware, int address)
    {
        if (cursor.Captured < length)
        {
            return Truncated(packet, cursor, length);
        }

        var header = packet.Bytes.Slice(cursor.Offset, length);
        packet.SourceMac = Contracts.Flows.Address.FromMac(header.Slice(address, 6));
        cursor.Loopback = BinaryPrimitives.ReadUInt16BigEndian(header[hardware..]) == LoopbackHardware;
        cursor.Skip(length);
        packet.EtherType = cursor.Type = BinaryPrimitives.ReadUInt16BigEndian(header[protocol..]);
        return cursor.Type switch
        {
            0x0001 => Layer.LogicalLink, // Novell raw 802.3
            0x0004 => Layer.LogicalLink, // 802.2
            _ => EtherTypes.LayerOf(cursor.Type),
        };
    }

    /// <summary>
    /// BSD loopback: an address family in the byte order of whoever captured (null) or in network order (loop).
    /// </summary>
    private Layer Family(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 4)
        {
            return Truncated(packet, cursor, 4);
        }

        var family = BinaryPrimitives.ReadUInt32LittleEndian(packet.Bytes[cursor.Offset..]);
        if (family > 0xFFFF)
        {
            family = BinaryPrimitives.ReverseEndianness(family);
        }

        cursor.Loopback = true;
        if (family is not (2 or 10 or 24 or 28 or 30))
        {
            return report.Reject(FindingName.EthertypeUnknown, packet, cursor.Offset, 4,
                new FindingDetail("address family {0} of a loopback frame is not IPv4 or IPv6", family));
        }

        cursor.Skip(4);
        packet.EtherType = family == 2 ? EtherTypes.Ipv4 : EtherTypes.Ipv6;
        return family == 2 ? Layer.Ipv4 : Layer.Ipv6;
    }

    /// <summary>Cisco HDLC: address, control, EtherType.</summary>
    private Layer CiscoHdlc(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 4)
        {
            return Truncated(packet, cursor, 4);
        }

        packet.EtherType = cursor.Type = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 2)..]);
        cursor.Skip(4);
        return cursor.Type is EtherTypes.Ipv4 or EtherTypes.Ipv6 or EtherTypes.Mpls
            ? EtherTypes.LayerOf(cursor.Type)
            : Layer.Done;
    }

    // No capture tool cuts a frame within its link-layer header: too few bytes there are a finding, whatever the length on
    // the wire.
    private Layer Truncated(scoped in Packet packet, scoped in Cursor cursor, int needed) => report.Reject(
        FindingName.EthFrameTruncated, packet, cursor.Offset, cursor.Captured,
        new FindingDetail("{0} bytes cannot hold the link header of {1}", cursor.Captured, needed));
}
