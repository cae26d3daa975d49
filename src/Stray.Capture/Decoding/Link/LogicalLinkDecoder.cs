using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Link;

/// <summary>IEEE 802.2 LLC with or without SNAP behind an 802.3 length; what is no IP stays at the link.</summary>
internal sealed class LogicalLinkDecoder(DecodingReport report)
{
    private const int Header = 3;
    private const int Snap = 8;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Type > 4 && cursor.Type <= cursor.OnWire)
        {
            cursor.Bound(cursor.Type); // what follows the 802.3 length is padding
        }

        if (cursor.Captured < Header)
        {
            return report.TooShort(FindingName.EthFrameTruncated, packet, cursor, Header,
                "{0} bytes cannot hold the LLC header of {1}");
        }

        var sap = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[cursor.Offset..]);
        if (sap == 0x0606) // IP over LLC
        {
            cursor.Skip(Header);
            return Layer.Ipv4;
        }

        return sap == 0xAAAA ? SubNetwork(ref packet, ref cursor) : Layer.Done;
    }

    private Layer SubNetwork(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < Snap)
        {
            return report.TooShort(FindingName.EthFrameTruncated, packet, cursor, Snap,
                "{0} bytes cannot hold the SNAP header of {1}");
        }

        var header = packet.Bytes.Slice(cursor.Offset, Snap);
        var organisation = (BinaryPrimitives.ReadUInt16BigEndian(header[3..]) << 8) | header[5];
        cursor.Skip(Snap);
        if (organisation is not (0 or 0x0000F8)) // encapsulated Ethernet (RFC 1042), bridge-tunnel (802.1H)
        {
            return Layer.Done;
        }

        packet.EtherType = cursor.Type = BinaryPrimitives.ReadUInt16BigEndian(header[6..]);
        return cursor.Type < EtherTypes.First ? Layer.Done : EtherTypes.LayerOf(cursor.Type);
    }
}
