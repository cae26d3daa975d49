using System.Runtime.InteropServices;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Ip;

/// <summary>The fixed IPv6 header (RFC 8200 s3); extension headers are the next decoder's.</summary>
internal sealed class Ipv6Decoder(DecodingReport report, Ipv6ExtensionDecoder extensions)
{
    /// <summary>Larger than a payload length can say: a zero there stands for a jumbogram or a large receive offload.</summary>
    private const int LargestPayload = 65535;
    private const int LargestEthernetPayload = 1500;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < Ipv6Header.Size)
        {
            return Short(packet, cursor);
        }

        ref readonly var header = ref MemoryMarshal.AsRef<Ipv6Header>(packet.Bytes[cursor.Offset..]);
        if (header.Version != 6)
        {
            return WrongVersion(packet, cursor);
        }

        var exact = cursor.ExactFit;
        Accept(header, ref packet, ref cursor);
        cursor.Skip(Ipv6Header.Size);
        CheckLength(header, exact, packet, ref cursor);
        return extensions.Decode(header.NextHeader, ref packet, ref cursor);
    }

    private Layer Short(scoped in Packet packet, scoped in Cursor cursor)
    {
        if (cursor.Captured > 0 && packet.Bytes[cursor.Offset] >> 4 != 6)
        {
            return WrongVersion(packet, cursor);
        }

        return report.TooShort(IpDecoder.NameOr(FindingName.IpHeaderLengthInvalid, cursor), packet, cursor, Ipv6Header.Size,
            "{0} bytes cannot hold an IPv6 header of {1}");
    }

    private Layer WrongVersion(scoped in Packet packet, scoped in Cursor cursor) => report.Reject(
        IpDecoder.NameOr(FindingName.IpVersionMismatch, cursor), packet, cursor.Offset, 1,
        new FindingDetail("IP version {0} where 6 was announced", packet.Bytes[cursor.Offset] >> 4));

    private void Accept(in Ipv6Header header, ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Tunnel != TunnelKind.None)
        {
            packet.EnterTunnel(ref cursor);
        }

        report.Counters.Ipv6++;
        packet.IpVersion = 6;
        packet.IpOffset = cursor.Offset;
        packet.Protocol = header.NextHeader;
        packet.TimeToLive = header.HopLimit;
        packet.Source = header.Source;
        packet.Destination = header.Destination;
        cursor.PseudoSource = cursor.Offset + 8;
        cursor.PseudoDestination = cursor.Offset + 24;
        cursor.PseudoLost = false;
    }

    private void CheckLength(in Ipv6Header header, bool exact, scoped in Packet packet, ref Cursor cursor)
    {
        var length = header.PayloadLength;
        if (length == 0 && header.NextHeader == IpProtocols.HopByHop)
        {
            length = JumboLength(packet, cursor);
        }
        else if (length == 0 && cursor.OnWire > LargestEthernetPayload && header.NextHeader != IpProtocols.NoNext)
        {
            report.Counters.SegmentationOffloads++;
            length = cursor.OnWire;
        }

        if (length > cursor.OnWire || (exact && length != cursor.OnWire))
        {
            report.Add(packet.TunnelDepth > 0 ? FindingName.TunnelInnerIpInvalid : FindingName.IpPacketTruncated, packet,
                packet.IpOffset + 4, 2,
                new FindingDetail("payload length {0}, but {1} bytes on the wire", length, cursor.OnWire));
        }

        // A jumbogram's length is only a promise: offsets stay far from overflow.
        cursor.Bound(Math.Min(length, Math.Max(cursor.OnWire, LargestPayload)));
    }

    /// <summary>
    /// The jumbo payload option (RFC 2675 s2) where it must stand: in the hop-by-hop header of a zero-length packet.
    /// </summary>
    private static int JumboLength(scoped in Packet packet, scoped in Cursor cursor)
    {
        const byte Jumbo = 0xC2, Pad1 = 0;
        var end = Math.Min(cursor.End,
            cursor.Captured < 8 ? cursor.Offset : cursor.Offset + ((packet.Bytes[cursor.Offset + 1] + 1) * 8));
        for (var offset = cursor.Offset + 2; offset + 6 <= end;)
        {
            var option = packet.Bytes[offset..];
            if (option[0] == Jumbo)
            {
                return (int)Math.Min(int.MaxValue >> 1, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(option[2..]));
            }

            offset += option[0] == Pad1 ? 1 : 2 + option[1];
        }

        return 0;
    }
}
