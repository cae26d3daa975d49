using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Ip;

/// <summary>Walks IPv6 extension headers (RFC 8200 s4) to the upper-layer protocol or to a fragment.</summary>
internal sealed class Ipv6ExtensionDecoder(DecodingReport report, IpDecoder ip, Reassembler fragments)
{
    /// <summary>
    /// The longest sound chain has seven; every header is at least 8 bytes, so a jumbo frame could hold a thousand.
    /// </summary>
    private const int LongestChain = 16;

    private readonly Ipv6Options _options = new(report);
    private readonly Ipv6RoutingHeader _routing = new(report);

    public Layer Decode(byte next, ref Packet packet, ref Cursor cursor)
    {
        var seen = default(ExtensionsSeen);
        var nextOffset = packet.IpOffset + 6;
        for (var chain = 0; chain < LongestChain; chain++)
        {
            var type = next;
            if (!IsExtension(type))
            {
                return Upper(type, nextOffset, ref packet, ref cursor);
            }

            var length = Length(type, ref packet, ref cursor);
            if (length == 0)
            {
                return Layer.Done;
            }

            Repeats(type, ref seen, packet, cursor, length);
            if (type == IpProtocols.Fragment && Fragment(packet, cursor, out var fragment))
            {
                return Fragmented(fragment, ref packet, ref cursor);
            }

            Check(type, packet, ref cursor, length);
            next = packet.Bytes[cursor.Offset];
            nextOffset = cursor.Offset;
            cursor.Skip(length);
        }

        return report.Reject(FindingName.Ipv6ExtHeaderMalformed, packet, cursor.Offset, 1,
            new FindingDetail("more than {0} extension headers", LongestChain));
    }

    private static bool IsExtension(byte type) => type is IpProtocols.HopByHop or IpProtocols.Routing or IpProtocols.Fragment
        or IpProtocols.Authentication or IpProtocols.DestinationOptions or IpProtocols.Hip or IpProtocols.Shim6;

    private Layer Upper(byte protocol, int nextOffset, ref Packet packet, ref Cursor cursor)
    {
        packet.Protocol = protocol;
        if (protocol == IpProtocols.NoNext)
        {
            if (cursor.OnWire > 0 && packet.Tunnel != TunnelKind.Teredo)
            {
                report.Add(FindingName.Ipv6ExtHeaderMalformed, packet, cursor.Offset, Math.Max(0, cursor.Captured),
                    new FindingDetail("{0} bytes follow a header that says nothing follows", cursor.OnWire));
            }

            packet.TransportOffset = packet.PayloadOffset = cursor.Offset;
            packet.TransportWireLength = packet.PayloadWireLength = cursor.OnWire;
            packet.PayloadLength = Math.Max(0, cursor.Captured);
            return Layer.Done;
        }

        return ip.Payload(ref packet, ref cursor, protocol, nextOffset);
    }

    /// <summary>The header's length by its own field; 0 when it is not all there.</summary>
    private int Length(byte type, ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 8)
        {
            report.TooShort(FindingName.Ipv6ExtHeaderMalformed, packet, cursor, 8,
                "{0} bytes cannot hold an extension header of {1}");
            return 0;
        }

        var units = packet.Bytes[cursor.Offset + 1];
        var length = type switch
        {
            IpProtocols.Fragment => 8,
            IpProtocols.Authentication => (units + 2) * 4,
            _ => (units + 1) * 8,
        };
        if (length > cursor.OnWire)
        {
            Beyond(type, length, packet, ref cursor);
            return 0;
        }

        if (length > cursor.Captured)
        {
            report.CutBySnaplen(packet, cursor);
            return 0;
        }

        return length;
    }

    // The chain reaches beyond the payload length, so that length is invalid, too. What of its options was captured is
    // still looked at.
    private void Beyond(byte type, int length, scoped in Packet packet, ref Cursor cursor)
    {
        var detail = new FindingDetail("extension header of {0} bytes in {1} bytes of payload", length, cursor.OnWire);
        report.Add(FindingName.Ipv6ExtHeaderMalformed, packet, cursor.Offset + 1, 1, detail);
        report.Add(packet.TunnelDepth > 0 ? FindingName.TunnelInnerIpInvalid : FindingName.IpHeaderLengthInvalid, packet,
            packet.IpOffset + 4, 2, detail);
        if (type is IpProtocols.DestinationOptions or IpProtocols.HopByHop && cursor.Offset + length <= packet.Bytes.Length)
        {
            _options.Check(type, packet, ref cursor, length);
        }
    }

    private void Repeats(byte type, ref ExtensionsSeen seen, scoped in Packet packet, scoped in Cursor cursor, int length)
    {
        if (seen.Repeats(type))
        {
            report.Add(FindingName.Ipv6ExtHeaderDuplicated, packet, cursor.Offset, length,
                new FindingDetail("extension header {0} once more", type));
        }
    }

    private void Check(byte type, scoped in Packet packet, ref Cursor cursor, int length)
    {
        switch (type)
        {
            case IpProtocols.HopByHop or IpProtocols.DestinationOptions:
                _options.Check(type, packet, ref cursor, length);
                break;
            case IpProtocols.Routing:
                _routing.Check(packet, ref cursor, length);
                break;
            case IpProtocols.Authentication when BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 2)..]) != 0:
                report.Add(FindingName.Ipv6ExtHeaderMalformed, packet, cursor.Offset + 2, 2,
                    "reserved field of the authentication header is not zero");
                break;
        }
    }

    /// <summary>Reads a fragment header; false when it fragments nothing (RFC 6946).</summary>
    private bool Fragment(scoped in Packet packet, scoped in Cursor cursor, out Fragment fragment)
    {
        var header = packet.Bytes.Slice(cursor.Offset, 8);
        var field = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        if (header[1] != 0)
        {
            report.Add(FindingName.Ipv6ExtHeaderMalformed, packet, cursor.Offset + 1, 1,
                "reserved field of the fragment header is not zero");
        }

        var key = new FragmentKey(packet.Source, packet.Destination, BinaryPrimitives.ReadUInt32BigEndian(header[4..]), 6);
        fragment = new Fragment(key, field & 0xFFF8, (field & 1) != 0, header[0], packet.IpOffset, cursor.Offset + 2,
            Ipv6Header.Size);
        if (fragment.Offset != 0 || fragment.More)
        {
            return true;
        }

        report.Add(FindingName.Ipv6FragmentHeaderUseless, packet, cursor.Offset, 8,
            "fragment header on a packet that is not fragmented");
        return false;
    }

    private Layer Fragmented(in Fragment fragment, ref Packet packet, ref Cursor cursor)
    {
        var moved = cursor.PseudoSource != packet.IpOffset + 8 || cursor.PseudoDestination != packet.IpOffset + 24;
        cursor.Skip(8);
        packet.Protocol = fragment.Protocol;
        if (!fragments.Add(fragment, ref packet, ref cursor))
        {
            return Layer.Done;
        }

        cursor.PseudoSource = 8;
        cursor.PseudoDestination = 24;
        cursor.PseudoLost = moved;
        return Decode(packet.Protocol, ref packet, ref cursor);
    }
}
