using System.Buffers.Binary;
using Stray.Capture.Decoding.Link;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Tunnels;

/// <summary>Geneve (RFC 8926 s3.4): version 0, options, and an EtherType that names the payload.</summary>
internal sealed class GeneveDecoder(OverlayReport overlay, TunnelGate gate)
{
    private const int Header = 8;
    private const byte ControlFlag = 0x80;

    public Layer Decode(scoped in Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < Header)
        {
            return overlay.TooShort(packet, cursor, Header, "{0} bytes cannot hold a Geneve header of {1}");
        }

        var header = packet.Bytes.Slice(cursor.Offset, Header);
        if (header[0] >> 6 != 0)
        {
            return overlay.Invalid(packet, cursor, 1, new FindingDetail("Geneve version {0} does not exist", header[0] >> 6));
        }

        var options = (header[0] & 0x3F) * 4;
        if (cursor.OnWire < Header + options || !OptionsFit(packet, cursor, options))
        {
            return overlay.Invalid(packet, cursor, Header,
                new FindingDetail("{0} bytes of options in {1} bytes", options, cursor.OnWire));
        }

        var network = BinaryPrimitives.ReadUInt32BigEndian(header[4..]) >> 8;
        cursor.Type = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        if (cursor.OnWire == Header + options)
        {
            return (header[1] & ControlFlag) != 0 ? Layer.Done : overlay.Invalid(packet, cursor, Header,
                "Geneve header with no payload behind it");
        }

        cursor.Skip(Header + options);
        var inner = EtherTypes.LayerOf(cursor.Type);
        return inner is Layer.Ethernet or Layer.Ipv4 or Layer.Ipv6 or Layer.Mpls
            ? gate.Enter(TunnelKind.Geneve, network, inner, packet, ref cursor)
            : Layer.Done;
    }

    private static bool OptionsFit(scoped in Packet packet, scoped in Cursor cursor, int length)
    {
        var offset = cursor.Offset + Header;
        var end = offset + length;
        while (offset < end && offset + 4 <= cursor.End)
        {
            offset += 4 + ((packet.Bytes[offset + 3] & 0x1F) * 4);
        }

        return offset <= end;
    }
}
