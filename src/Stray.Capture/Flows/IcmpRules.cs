using System.Buffers.Binary;
using System.IO.Hashing;
using Stray.Capture.Decoding;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Flows;

/// <summary>ICMP against the flows it belongs to: replies and errors nobody caused, echo that carries more than a probe.</summary>
internal sealed class IcmpRules(FindingStore findings, FlowTable table)
{
    private const int HeaderLength = 8;

    /// <summary>Ping programs put a timestamp of up to 16 bytes in front and repeat the rest in every request.</summary>
    private const int TimestampLength = 16;
    private const int PatternEnd = 64;
    private const int ManyChanges = 3;

    /// <summary>More than an Ethernet frame holds: no probe of reachability or path MTU is that long.</summary>
    private const int LargestProbe = 1472;

    public void OnPacket(ref FlowState flow, scoped in Packet packet)
    {
        var v4 = packet.Protocol == ProtocolNames.Icmp;
        if (packet.IcmpType == (v4 ? 8 : 128) && packet.IcmpCode == 0)
            OnRequest(ref flow, packet);
        else if (packet.IcmpType == (v4 ? 0 : 129) && packet.IcmpCode == 0)
            OnReply(ref flow, packet);
        else if (IsAboutAPacket(v4, packet.IcmpType))
            OnError(ref flow, packet);
    }

    private void OnRequest(ref FlowState flow, scoped in Packet packet)
    {
        if (!TryReadEcho(packet, out var identifier, out var sequence, out var data))
            return;
        ref var echo = ref flow.Echo;
        var pattern = Hash(data[Math.Min(TimestampLength, data.Length)..Math.Min(PatternEnd, data.Length)]);
        if (echo.Asked && echo.Identifier == identifier && echo.PatternHash != pattern && data.Length > TimestampLength
            && ++echo.Changes == ManyChanges)
        {
            Report(ref flow, FindingName.IcmpTunnelSuspected, packet, "echo requests whose data changes from one to the next");
        }

        if (packet.PayloadWireLength > LargestProbe)
            Report(ref flow, FindingName.IcmpTunnelSuspected, packet, new("echo request with {0} bytes of data", packet.PayloadWireLength));
        (echo.Identifier, echo.Sequence, echo.PatternHash, echo.Asked) = (identifier, sequence, pattern, true);
        echo.Whole = packet.PayloadLength == packet.PayloadWireLength;
        echo.PayloadHash = Hash(data);
        if (echo.Changes >= ManyChanges)
            echo.Changes = ManyChanges;
    }

    private void OnReply(ref FlowState flow, scoped in Packet packet)
    {
        if (!flow.Echo.Asked)
        {
            Report(ref flow, FindingName.IcmpUnsolicited, packet, "echo reply without a request");
            return;
        }

        ref var echo = ref flow.Echo;
        if (!TryReadEcho(packet, out var identifier, out var sequence, out var data) || !echo.Whole
            || identifier != echo.Identifier || sequence != echo.Sequence || packet.PayloadLength != packet.PayloadWireLength)
            return;
        if (Hash(data) != echo.PayloadHash)
            Report(ref flow, FindingName.IcmpTunnelSuspected, packet, "echo reply does not return the request's data");
    }

    private void OnError(ref FlowState flow, scoped in Packet packet)
    {
        var start = packet.TransportOffset + HeaderLength;
        if (start >= packet.Bytes.Length)
            return;
        if (TryReadQuoted(packet.Bytes[start..], out var key) && table.Find(key, table.HashOf(key)) == 0)
            Report(ref flow, FindingName.IcmpUnsolicited, packet, new("type {0} code {1} about a packet of no flow seen here", packet.IcmpType, packet.IcmpCode));
    }

    private void Report(ref FlowState flow, FindingName name, scoped in Packet packet, FindingDetail detail)
    {
        var offset = packet.Reassembled ? -1 : packet.TransportOffset;
        var length = Math.Max(0, Math.Min(packet.TransportWireLength, packet.Bytes.Length - packet.TransportOffset));
        findings.Add(ref flow.Findings, new FlowFinding(name, packet.Frame, offset, length, packet.Time, 1, detail));
    }

    private static bool TryReadEcho(scoped in Packet packet, out ushort identifier, out ushort sequence, out ReadOnlySpan<byte> data)
    {
        identifier = sequence = 0;
        data = default;
        if (packet.Bytes.Length - packet.TransportOffset < HeaderLength)
            return false;
        identifier = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(packet.TransportOffset + 4)..]);
        sequence = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(packet.TransportOffset + 6)..]);
        data = packet.Payload;
        return true;
    }

    /// <summary>The flow of the packet an error quotes: IP header and the first bytes after it (RFC 792; RFC 4443 s2.4).</summary>
    private static bool TryReadQuoted(ReadOnlySpan<byte> quoted, out FlowKey key)
    {
        key = default;
        if (quoted.Length < 20)
            return false;
        return (quoted[0] >> 4) switch
        {
            4 => TryReadQuoted4(quoted, out key),
            6 => TryReadQuoted6(quoted, out key),
            _ => false,
        };
    }

    private static bool TryReadQuoted4(ReadOnlySpan<byte> quoted, out FlowKey key)
    {
        key = default;
        var header = (quoted[0] & 15) * 4;
        var fragment = BinaryPrimitives.ReadUInt16BigEndian(quoted[6..]) & 0x3FFF;
        if (header < 20 || fragment != 0)
            return false;
        return TryReadPorts(Address.FromBytes(quoted.Slice(12, 4)), Address.FromBytes(quoted.Slice(16, 4)), quoted[9],
            quoted[Math.Min(header, quoted.Length)..], out key);
    }

    private static bool TryReadQuoted6(ReadOnlySpan<byte> quoted, out FlowKey key)
    {
        key = default;
        return quoted.Length >= 40 && TryReadPorts(Address.FromBytes(quoted.Slice(8, 16)), Address.FromBytes(quoted.Slice(24, 16)),
            quoted[6], quoted[40..], out key);
    }

    private static bool TryReadPorts(Address source, Address destination, byte protocol, ReadOnlySpan<byte> rest, out FlowKey key)
    {
        key = default;
        if (rest.Length < 4)
            return false;
        var (first, second) = protocol switch
        {
            ProtocolNames.Tcp or ProtocolNames.Udp or ProtocolNames.Sctp =>
                (BinaryPrimitives.ReadUInt16BigEndian(rest), BinaryPrimitives.ReadUInt16BigEndian(rest[2..])),
            ProtocolNames.Icmp or ProtocolNames.IcmpV6 => (rest[0], rest[1]),
            _ => ((ushort)0, (ushort)0),
        };
        // Extension headers are not walked: such a packet is left undecided.
        if (protocol is 0 or 43 or 44 or 60)
            return false;
        key = FlowKey.OfTuple(source, destination, first, second, protocol, out _);
        return true;
    }

    private static bool IsAboutAPacket(bool v4, byte type) => v4 ? type is 3 or 4 or 5 or 11 or 12 : type is >= 1 and <= 4;

    private static uint Hash(ReadOnlySpan<byte> data) => (uint)XxHash3.HashToUInt64(data);
}
