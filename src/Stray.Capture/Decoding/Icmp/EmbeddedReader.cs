using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Stray.Capture.Decoding.Ip;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Decoding.Icmp;

/// <summary>
/// Reads the datagram that an ICMP error quotes (RFC 792: its header and 64 bits; RFC 4443 s2.4(c): as much as fits).
/// </summary>
internal sealed class EmbeddedReader(DecodingReport report)
{
    private const int Quoted = 8;

    /// <summary>The cursor stands at the quote and ends with the ICMP message.</summary>
    public void Read4(ref Packet packet, scoped in Cursor cursor)
    {
        if (!Opens(packet, cursor, Ipv4Header.Size, 4))
        {
            return;
        }

        ref readonly var header = ref MemoryMarshal.AsRef<Ipv4Header>(packet.Bytes[cursor.Offset..]);
        var length = header.HeaderLength;
        var due = Math.Min(length + Quoted, header.TotalLength);
        if (length < Ipv4Header.Size || cursor.OnWire < due)
        {
            Truncated(packet, cursor, due);
        }

        packet.Embedded.IpVersion = 4;
        packet.Embedded.Protocol = header.Protocol;
        packet.Embedded.Source = Address.FromV4(header.Source);
        packet.Embedded.Destination = Address.FromV4(header.Destination);
        if (length >= Ipv4Header.Size && header.FragmentOffset == 0)
        {
            Ports(ref packet, cursor.Offset + length, cursor.End);
        }
    }

    public void Read6(ref Packet packet, scoped in Cursor cursor)
    {
        if (!Opens(packet, cursor, Ipv6Header.Size, 6))
        {
            return;
        }

        ref readonly var header = ref MemoryMarshal.AsRef<Ipv6Header>(packet.Bytes[cursor.Offset..]);
        packet.Embedded.IpVersion = 6;
        packet.Embedded.Protocol = header.NextHeader;
        packet.Embedded.Source = header.Source;
        packet.Embedded.Destination = header.Destination;
        var offset = Upper(ref packet, cursor.Offset + Ipv6Header.Size, cursor.End);
        Ports(ref packet, offset, cursor.End);
    }

    /// <summary>Whether the quote holds a header of the version it must have.</summary>
    private bool Opens(scoped in Packet packet, scoped in Cursor cursor, int size, int version)
    {
        if (cursor.Captured >= 1 && packet.Bytes[cursor.Offset] >> 4 != version)
        {
            report.Add(FindingName.IcmpTruncated, packet, cursor.Offset, 1,
                new FindingDetail("IP version {0} in the datagram that IPv{1} complains about",
                    packet.Bytes[cursor.Offset] >> 4, version));
            return false;
        }

        if (cursor.Captured >= size)
        {
            return true;
        }

        if (cursor.OnWire < size)
        {
            Truncated(packet, cursor, size);
        }

        return false;
    }

    private void Truncated(scoped in Packet packet, scoped in Cursor cursor, int due) =>
        report.Add(FindingName.IcmpTruncated, packet, cursor.Offset, Math.Max(0, cursor.Captured),
            new FindingDetail("{0} bytes of the datagram complained about, {1} are due", cursor.OnWire, due));

    /// <summary>Skips the extension headers that a quote may carry; they are not judged.</summary>
    private static int Upper(ref Packet packet, int offset, int end)
    {
        for (var i = 0; i < 4 && offset + 8 <= end; i++)
        {
            var length = packet.Embedded.Protocol switch
            {
                IpProtocols.HopByHop or IpProtocols.Routing or IpProtocols.DestinationOptions =>
                    (packet.Bytes[offset + 1] + 1) * 8,
                IpProtocols.Fragment when (packet.Bytes[offset + 2] | (packet.Bytes[offset + 3] & 0xF8)) == 0 => 8,
                _ => 0,
            };
            if (length == 0)
            {
                break;
            }

            packet.Embedded.Protocol = packet.Bytes[offset];
            offset += length;
        }

        return offset;
    }

    private static void Ports(ref Packet packet, int offset, int end)
    {
        if (packet.Embedded.Protocol is ProtocolNames.Tcp or ProtocolNames.Udp or ProtocolNames.Sctp && offset + 4 <= end)
        {
            packet.Embedded.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[offset..]);
            packet.Embedded.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(offset + 2)..]);
        }
    }
}
