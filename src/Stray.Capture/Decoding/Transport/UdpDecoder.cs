using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Transport;

/// <summary>UDP (RFC 768): length, checksum, and whether a tunnel's port says that another packet is inside.</summary>
internal sealed class UdpDecoder(DecodingReport report, TransportChecksum checksum)
{
    private const int Header = 8;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < Header)
        {
            return report.TooShort(FindingName.UdpLengthMismatch, packet, cursor, Header,
                "{0} bytes cannot hold a UDP header of {1}");
        }

        var header = packet.Bytes.Slice(cursor.Offset, Header);
        packet.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(header);
        packet.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        packet.HasTransport = true;
        var length = Length(BinaryPrimitives.ReadUInt16BigEndian(header[4..]), packet, cursor);
        if (length < Header)
        {
            SetPayload(ref packet, cursor);
            return Layer.Done;
        }

        cursor.Bound(length);
        Check(BinaryPrimitives.ReadUInt16BigEndian(header[6..]), length, ref packet, cursor);
        cursor.Skip(Header);
        SetPayload(ref packet, cursor);
        return TunnelLayer(packet.SourcePort, packet.DestinationPort);
    }

    private static void SetPayload(ref Packet packet, scoped in Cursor cursor)
    {
        packet.PayloadOffset = Math.Min(cursor.Offset, cursor.End);
        packet.PayloadLength = Math.Max(0, cursor.Captured);
        packet.PayloadWireLength = cursor.OnWire;
    }

    /// <summary>The datagram's length as far as it can be believed; 0 when it cannot.</summary>
    private int Length(int length, scoped in Packet packet, scoped in Cursor cursor)
    {
        if (length == cursor.OnWire)
        {
            return length;
        }

        // Zero is how a jumbogram says that 16 bits do not suffice (RFC 2675 s4).
        if (length == 0 && cursor.OnWire > ushort.MaxValue)
        {
            return cursor.OnWire;
        }

        report.Add(FindingName.UdpLengthMismatch, packet, cursor.Offset + 4, 2,
            new FindingDetail("UDP length {0} in {1} bytes of IP payload", length, cursor.OnWire));
        return length < Header ? 0 : Math.Min(length, cursor.OnWire);
    }

    private void Check(ushort field, int length, ref Packet packet, scoped in Cursor cursor)
    {
        if (field != 0)
        {
            checksum.Check(FindingName.UdpChecksumBad, report.Counters.Udp, ref packet, cursor, (length, 6));
            return;
        }

        // Over IPv4 zero means "none"; over IPv6 only tunnels may leave it out (RFC 6935).
        report.Counters.Udp.Unverified++;
        if (packet.IpVersion == 6 && TunnelLayer(packet.SourcePort, packet.DestinationPort) == Layer.Done)
        {
            report.Add(FindingName.UdpChecksumBad, packet, cursor.Offset + 6, 2, "no checksum over IPv6");
        }
    }

    private static Layer TunnelLayer(ushort source, ushort destination) => destination switch
    {
        4789 or 8472 => Layer.Vxlan,
        6081 => Layer.Geneve,
        2152 => Layer.GtpU,
        3544 => Layer.Teredo,
        _ => source switch
        {
            2152 => Layer.GtpU,
            3544 => Layer.Teredo,
            _ => Layer.Done,
        },
    };
}
