using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Tunnels;

/// <summary>
/// GTP-U version 1 (3GPP TS 29.281 s5): a user's IP packet behind 8 bytes, optional fields and extension headers.
/// </summary>
internal sealed class GtpDecoder(OverlayReport overlay, TunnelGate gate)
{
    private const int Header = 8, OptionalFields = 4, LongestExtensions = 8;
    private const byte VersionAndType = 0xF0, Version1 = 0x30, Optional = 0x07, Extended = 0x04, UserPacket = 255;

    public Layer Decode(scoped in Packet packet, ref Cursor cursor)
    {
        // Both ends of GTP-U use the port; with one end elsewhere it may be a client's ephemeral port.
        var certain = packet.SourcePort == packet.DestinationPort;
        if (cursor.Captured < Header)
        {
            return certain ? overlay.TooShort(packet, cursor, Header, "{0} bytes cannot hold a GTP header of {1}") : Layer.Done;
        }

        var header = packet.Bytes.Slice(cursor.Offset, Header);
        var length = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        if ((header[0] & VersionAndType) != Version1)
        {
            return certain ? overlay.Invalid(packet, cursor, 1,
                new FindingDetail("GTP version and type {0} are not GTP-U version 1", header[0])) : Layer.Done;
        }

        if (header[1] != UserPacket)
        {
            return Layer.Done;
        }

        if (length > cursor.OnWire - Header)
        {
            return certain ? overlay.Invalid(packet, cursor, 4,
                new FindingDetail("GTP length {0} in {1} bytes", length, cursor.OnWire - Header)) : Layer.Done;
        }

        var endpoint = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        cursor.Skip(Header);
        cursor.Bound(length);
        return Extensions(header[0], packet, ref cursor) ? Inner(endpoint, certain, packet, ref cursor) : Layer.Done;
    }

    private bool Extensions(byte flags, scoped in Packet packet, ref Cursor cursor)
    {
        if ((flags & Optional) == 0)
        {
            return true;
        }

        if (cursor.Captured < OptionalFields)
        {
            overlay.TooShort(packet, cursor, OptionalFields, "{0} bytes cannot hold the optional GTP fields of {1}");
            return false;
        }

        var next = (flags & Extended) != 0 ? packet.Bytes[cursor.Offset + 3] : (byte)0;
        cursor.Skip(OptionalFields);
        for (var i = 0; next != 0; i++)
        {
            var length = cursor.Captured < 1 ? 0 : packet.Bytes[cursor.Offset] * 4;
            if (length == 0 || length > cursor.OnWire || i == LongestExtensions)
            {
                overlay.Invalid(packet, cursor, 1,
                    new FindingDetail("GTP extension header of {0} bytes in {1}", length, cursor.OnWire));
                return false;
            }

            if (length > cursor.Captured)
            {
                return false;
            }

            next = packet.Bytes[cursor.Offset + length - 1];
            cursor.Skip(length);
        }

        return true;
    }

    private Layer Inner(uint endpoint, bool certain, scoped in Packet packet, ref Cursor cursor)
    {
        var version = cursor.Captured < 1 ? 0 : packet.Bytes[cursor.Offset] >> 4;
        if (version is 4 or 6)
        {
            return gate.Enter(TunnelKind.GtpU, endpoint, version == 4 ? Layer.Ipv4 : Layer.Ipv6, packet, ref cursor);
        }

        return certain
            && cursor.OnWire == 0 ? overlay.Invalid(packet, cursor, 1, "GTP user packet that holds nothing") : Layer.Done;
    }
}
