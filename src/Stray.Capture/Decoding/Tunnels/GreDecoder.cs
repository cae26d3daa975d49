using System.Buffers.Binary;
using Stray.Capture.Decoding.Link;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Tunnels;

/// <summary>GRE version 0 (RFC 2784, RFC 2890) and 1 (PPTP, RFC 2637 s4.1).</summary>
internal sealed class GreDecoder(DecodingReport report, TunnelGate gate)
{
    private const int ChecksumFlag = 0x8000, RoutingFlag = 0x4000, KeyFlag = 0x2000, SequenceFlag = 0x1000, StrictFlag = 0x0800,
        RecursionBits = 0x0700, AcknowledgmentFlag = 0x0080, ReservedBits = 0x0078, VersionBits = 0x0007;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 4)
        {
            return report.TooShort(FindingName.GreHeaderInvalid, packet, cursor, 4, "{0} bytes cannot hold a GRE header of {1}");
        }

        var flags = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[cursor.Offset..]);
        cursor.Type = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 2)..]);
        return (flags & VersionBits) switch
        {
            0 => Version0(flags, packet, ref cursor),
            1 => Version1(flags, packet, ref cursor),
            var version => Invalid(packet, cursor, 0, 2, "GRE version {0} does not exist", version),
        };
    }

    private Layer Version0(int flags, scoped in Packet packet, ref Cursor cursor)
    {
        if ((flags & (StrictFlag | RecursionBits | AcknowledgmentFlag | ReservedBits)) != 0)
        {
            return Invalid(packet, cursor, 0, 2, "reserved GRE flags {0}", flags);
        }

        if ((flags & RoutingFlag) != 0)
        {
            return Invalid(packet, cursor, 0, 2, "GRE source routing (flags {0}) was withdrawn", flags);
        }

        var checksum = (flags & ChecksumFlag) != 0 ? 4 : 0;
        var key = (flags & KeyFlag) != 0 ? 4 : 0;
        var length = 4 + checksum + key + ((flags & SequenceFlag) != 0 ? 4 : 0);
        if (cursor.Captured < length)
        {
            return report.TooShort(FindingName.GreHeaderInvalid, packet, cursor, length,
                "{0} bytes cannot hold a GRE header of {1}");
        }

        var id = key == 0 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(packet.Bytes[(cursor.Offset + 4 + checksum)..]);
        cursor.Skip(length);
        return Inner(flags, id, packet, ref cursor);
    }

    private Layer Version1(int flags, scoped in Packet packet, ref Cursor cursor)
    {
        if ((flags & (ChecksumFlag | RoutingFlag | StrictFlag | RecursionBits | ReservedBits)) != 0 || (flags & KeyFlag) == 0)
        {
            return Invalid(packet, cursor, 0, 2, "flags {0} are illegal in GRE version 1", flags);
        }

        if (cursor.Type != EtherTypes.Ppp)
        {
            return Invalid(packet, cursor, 2, 2, "protocol {0} in GRE version 1, which carries PPP", cursor.Type);
        }

        var length = 8 + ((flags & SequenceFlag) != 0 ? 4 : 0) + ((flags & AcknowledgmentFlag) != 0 ? 4 : 0);
        if (cursor.Captured < length)
        {
            return report.TooShort(FindingName.GreHeaderInvalid, packet, cursor, length,
                "{0} bytes cannot hold a GRE header of {1}");
        }

        var payload = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 4)..]);
        var call = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 6)..]);
        if (payload > cursor.OnWire - length)
        {
            return Invalid(packet, cursor, 4, 2, "payload length {0} reaches beyond the packet", payload);
        }

        cursor.Skip(length);
        cursor.Bound(payload);
        // Without a sequence number it is an acknowledgment only; PPP of compressed or encrypted links stays closed.
        return payload == 0 ? Layer.Done : gate.Enter(TunnelKind.Gre, call, Layer.Ppp, packet, ref cursor);
    }

    private Layer Inner(int flags, uint id, scoped in Packet packet, ref Cursor cursor)
    {
        switch (cursor.Type)
        {
            case EtherTypes.Erspan2:
                var layer = (flags & SequenceFlag) == 0 ? Layer.Erspan1 : Layer.Erspan2;
                return gate.Enter(TunnelKind.Erspan, id, layer, packet, ref cursor);
            case EtherTypes.Erspan3:
                return gate.Enter(TunnelKind.Erspan, id, Layer.Erspan3, packet, ref cursor);
            case EtherTypes.Wccp:
                return Wccp(id, packet, ref cursor);
        }

        var inner = EtherTypes.LayerOf(cursor.Type);
        if (inner is Layer.UnknownEtherType or Layer.LogicalLink)
        {
            report.Counters.CountEtherType(cursor.Type); // keepalives (0), IS-IS, CDP, NHRP: ordinary, and nobody's
            return Layer.Done;
        }

        return inner == Layer.Arp ? Layer.Done : gate.Enter(TunnelKind.Gre, id, inner, packet, ref cursor);
    }

    /// <summary>
    /// WCCP puts a 4-byte redirect header in front in version 2 only; an IPv4 header cannot be mistaken for it.
    /// </summary>
    private Layer Wccp(uint id, scoped in Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured >= 8 && packet.Bytes[cursor.Offset] >> 4 != 4)
        {
            cursor.Skip(4);
        }

        return gate.Enter(TunnelKind.Gre, id, Layer.Ipv4, packet, ref cursor);
    }

    private Layer Invalid(scoped in Packet packet, scoped in Cursor cursor, int at, int length, string text, long value) =>
        report.Reject(FindingName.GreHeaderInvalid, packet, cursor.Offset + at, length, new FindingDetail(text, value));
}
