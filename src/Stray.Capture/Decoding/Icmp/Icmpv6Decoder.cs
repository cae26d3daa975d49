using Stray.Capture.Decoding.Transport;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Icmp;

/// <summary>ICMPv6 (RFC 4443) with neighbour discovery and multicast listener discovery.</summary>
internal sealed class Icmpv6Decoder(
    DecodingReport report, TransportChecksum checksum, EmbeddedReader embedded, EchoInspection echo)
{
    private const int Header = 8;
    private const byte FirstListener = 130, LastListener = 132, FirstNeighbor = 133, LastNeighbor = 137, ListenerReport2 = 143;

    private readonly NeighborDiscovery _neighbors = new(report);
    private readonly MulticastListener _listeners = new(report);

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < Header)
        {
            return report.TooShort(FindingName.IcmpTruncated, packet, cursor, Header,
                "{0} bytes cannot hold an ICMPv6 header of {1}");
        }

        var header = packet.Bytes.Slice(cursor.Offset, Header);
        packet.IcmpType = header[0];
        packet.IcmpCode = header[1];
        packet.HasTransport = true;
        packet.PayloadOffset = cursor.Offset + Header;
        packet.PayloadLength = cursor.Captured - Header;
        packet.PayloadWireLength = cursor.OnWire - Header;
        checksum.Check(FindingName.IcmpChecksumBad, report.Counters.Icmp, ref packet, cursor, (cursor.OnWire, 2));
        CheckCode(packet, cursor);
        Body(ref packet, ref cursor);
        return Layer.Done;
    }

    private void Body(ref Packet packet, ref Cursor cursor)
    {
        switch (packet.IcmpType)
        {
            case IcmpCodes.Echo6 or IcmpCodes.EchoReply6:
                echo.Check(packet);
                break;
            case >= IcmpCodes.Unreachable6 and <= IcmpCodes.ParameterProblem6:
                cursor.Skip(Header);
                embedded.Read6(ref packet, cursor);
                break;
            case >= FirstNeighbor and <= LastNeighbor:
                _neighbors.Check(packet, cursor);
                break;
            case (>= FirstListener and <= LastListener) or ListenerReport2:
                _listeners.Check(packet, cursor);
                break;
        }
    }

    private void CheckCode(scoped in Packet packet, scoped in Cursor cursor)
    {
        if (!IcmpCodes.IsAssigned6(packet.IcmpType))
        {
            report.Add(FindingName.IcmpTypeCodeUnknown, packet, cursor.Offset, 1,
                new FindingDetail("ICMPv6 type {0} is not assigned", packet.IcmpType));
        }
        else if (!IcmpCodes.IsCodeAssigned6(packet.IcmpType, packet.IcmpCode))
        {
            report.Add(FindingName.IcmpTypeCodeUnknown, packet, cursor.Offset + 1, 1,
                new FindingDetail("code {1} of ICMPv6 type {0} is not assigned", packet.IcmpType, packet.IcmpCode));
        }
    }
}
