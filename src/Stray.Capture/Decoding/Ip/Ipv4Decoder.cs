using System.Runtime.InteropServices;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Decoding.Ip;

/// <summary>
/// IPv4 (RFC 791): header checks, options, fragments. A header that does not hold leaves the packet as the outer layers
/// left it.
/// </summary>
internal sealed class Ipv4Decoder(DecodingReport report, IpDecoder ip, Ipv4Options options, Reassembler fragments)
{
    /// <summary>Longer than any Ethernet payload: only a segmentation offload hands such a packet to the capture.</summary>
    private const int LargestEthernetPayload = 1500;

    /// <summary>TCP left to the network card is more than one segment, and none is smaller than this (RFC 9293 s3.7.1).</summary>
    private const int SmallestTcpOffload = 576;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < Ipv4Header.Size)
        {
            return Short(packet, cursor);
        }

        ref readonly var header = ref MemoryMarshal.AsRef<Ipv4Header>(packet.Bytes[cursor.Offset..]);
        var length = TotalLength(header, packet, cursor);
        if (length < 0)
        {
            return Layer.Done;
        }

        Accept(header, ref packet, ref cursor);
        CheckLength(length, packet, ref cursor);
        CheckChecksum(header.HeaderLength, packet, cursor);
        if (header.HeaderLength > Ipv4Header.Size)
        {
            options.Check(packet, cursor, header.HeaderLength);
        }

        cursor.Skip(header.HeaderLength);
        if (cursor.Captured < 0)
        {
            return report.CutBySnaplen(packet, cursor);
        }

        return header.IsFragment
            ? Fragment(header, ref packet, ref cursor)
            : ip.Payload(ref packet, ref cursor, header.Protocol, packet.IpOffset + 9);
    }

    private Layer Short(scoped in Packet packet, scoped in Cursor cursor)
    {
        // The version nibble is judged even in a cut header: it is what the peers report there.
        if (cursor.Captured > 0 && packet.Bytes[cursor.Offset] >> 4 != 4)
        {
            return WrongVersion(packet, cursor);
        }

        return report.TooShort(IpDecoder.NameOr(FindingName.IpHeaderLengthInvalid, cursor), packet, cursor, Ipv4Header.Size,
            "{0} bytes cannot hold an IPv4 header of {1}");
    }

    private Layer WrongVersion(scoped in Packet packet, scoped in Cursor cursor) => report.Reject(
        IpDecoder.NameOr(FindingName.IpVersionMismatch, cursor), packet, cursor.Offset, 1,
        new FindingDetail("IP version {0} where 4 was announced", packet.Bytes[cursor.Offset] >> 4));

    /// <summary>The datagram's length; -1 when the header does not hold.</summary>
    private int TotalLength(in Ipv4Header header, scoped in Packet packet, scoped in Cursor cursor)
    {
        if (header.Version != 4)
        {
            WrongVersion(packet, cursor);
            return -1;
        }

        if (header.HeaderLength < Ipv4Header.Size || header.HeaderLength > cursor.OnWire)
        {
            return Invalid(packet, cursor, 0, 1, "header length {0} with {1} bytes on the wire", header.HeaderLength);
        }

        if (header.TotalLength >= header.HeaderLength)
        {
            return header.TotalLength;
        }

        if (header.TotalLength == 0 && cursor.Tunnel == TunnelKind.None
            && cursor.OnWire > (header.Protocol == ProtocolNames.Tcp ? SmallestTcpOffload : LargestEthernetPayload))
        {
            report.Counters.SegmentationOffloads++;
            return cursor.OnWire;
        }

        return Invalid(packet, cursor, 2, 2, "total length {0} is below the header length; {1} bytes on the wire",
            header.TotalLength);
    }

    private int Invalid(scoped in Packet packet, scoped in Cursor cursor, int at, int length, string text, int value)
    {
        report.Add(IpDecoder.NameOr(FindingName.IpHeaderLengthInvalid, cursor), packet, cursor.Offset + at, length,
            new FindingDetail(text, value, cursor.OnWire));
        return -1;
    }

    private void Accept(in Ipv4Header header, ref Packet packet, ref Cursor cursor)
    {
        var exact = cursor.ExactFit;
        if (cursor.Tunnel != TunnelKind.None)
        {
            packet.EnterTunnel(ref cursor);
            cursor.ExactFit = exact;
        }

        report.Counters.Ipv4++;
        packet.IpVersion = 4;
        packet.IpOffset = cursor.Offset;
        packet.Protocol = header.Protocol;
        packet.TimeToLive = header.TimeToLive;
        packet.Source = Address.FromV4(header.Source);
        packet.Destination = Address.FromV4(header.Destination);
        cursor.PseudoSource = cursor.Offset + 12;
        cursor.PseudoDestination = cursor.Offset + 16;
        cursor.PseudoLost = false;
    }

    private void CheckLength(int length, scoped in Packet packet, ref Cursor cursor)
    {
        if (length > cursor.OnWire || (cursor.ExactFit && length != cursor.OnWire))
        {
            report.Add(packet.TunnelDepth > 0 ? FindingName.TunnelInnerIpInvalid : FindingName.IpPacketTruncated, packet,
                cursor.Offset + 2, 2,
                new FindingDetail("total length {0}, but {1} bytes on the wire", length, cursor.OnWire));
        }

        cursor.ExactFit = false;
        cursor.Bound(length);
    }

    private void CheckChecksum(int headerLength, scoped in Packet packet, scoped in Cursor cursor)
    {
        var totals = report.Counters.Ipv4Header;
        if (cursor.Captured < headerLength)
        {
            totals.Unverified++;
            return;
        }

        if (InternetChecksum.IsValid(InternetChecksum.Sum(packet.Bytes.Slice(cursor.Offset, headerLength))))
        {
            totals.Good++;
            return;
        }

        totals.Bad++;
        report.Add(FindingName.Ipv4ChecksumBad, packet, cursor.Offset + 10, 2, "IPv4 header checksum is wrong");
    }

    private Layer Fragment(in Ipv4Header header, ref Packet packet, ref Cursor cursor)
    {
        if (header.DontFragment)
        {
            report.Add(FindingName.IpFragmentWithDf, packet, packet.IpOffset + 6, 2, "a fragment that forbids fragmentation");
        }

        var fragment = new Fragment(
            new FragmentKey(packet.Source, packet.Destination, header.Identification, 4),
            header.FragmentOffset, header.MoreFragments, header.Protocol, packet.IpOffset, packet.IpOffset + 6,
                header.HeaderLength);
        if (!fragments.Add(fragment, ref packet, ref cursor))
        {
            return Layer.Done;
        }

        cursor.PseudoSource = 12;
        cursor.PseudoDestination = 16;
        return ip.Payload(ref packet, ref cursor, packet.Protocol, 9);
    }
}
