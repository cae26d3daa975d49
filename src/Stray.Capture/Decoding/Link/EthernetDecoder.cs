using System.Buffers.Binary;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Decoding.Link;

/// <summary>Ethernet II and IEEE 802.3: two addresses and a type or length.</summary>
internal sealed class EthernetDecoder(DecodingReport report)
{
    public const int Header = 14;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < Header)
        {
            return TooShort(packet, cursor);
        }

        if (cursor.Tunnel != TunnelKind.None)
        {
            packet.EnterTunnel(ref cursor);
        }

        var header = packet.Bytes.Slice(cursor.Offset, Header);
        packet.DestinationMac = Mac(header);
        packet.SourceMac = Mac(header[6..]);
        packet.VlanDepth = 0;
        packet.VlanId = 0;
        packet.EtherType = cursor.Type = BinaryPrimitives.ReadUInt16BigEndian(header[12..]);
        cursor.HasLink = (packet.SourceMac.Low | packet.DestinationMac.Low) != 0;
        cursor.Loopback = !cursor.HasLink;
        cursor.Skip(Header);
        return EtherTypes.LayerOf(cursor.Type);
    }

    private static Address Mac(ReadOnlySpan<byte> bytes) => new(0, BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);

    private Layer TooShort(scoped in Packet packet, scoped in Cursor cursor)
    {
        if (cursor.Tunnel != TunnelKind.None)
        {
            return report.TooShort(FindingName.OverlayHeaderInvalid, packet, cursor, Header,
                "{0} bytes cannot hold the inner Ethernet header of {1}");
        }

        // No capture tool cuts a frame within its Ethernet header: a finding whatever the length on the wire.
        return report.Reject(FindingName.EthFrameTruncated, packet, cursor.Offset, cursor.Captured,
            new FindingDetail("{0} bytes cannot hold the Ethernet header of {1}", cursor.Captured, Header));
    }
}
