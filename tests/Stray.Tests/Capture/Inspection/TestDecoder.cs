using System.Buffers.Binary;
using Stray.Capture.Decoding;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection;

/// <summary>Enough decoding for <see cref="TestStreams"/>: common links, IPv4 and IPv6 without fragments, TCP and UDP.</summary>
internal static class TestDecoder
{
    public static bool TryDecode(CaptureFrames.Captured frame, out Packet packet)
    {
        packet = new Packet { Bytes = frame.Bytes, Frame = frame.Number, WireLength = frame.WireLength };
        var ip = NetworkOffset(frame);
        if (ip < 0 || ip + 20 > frame.Bytes.Length)
        {
            return false;
        }

        return frame.Bytes[ip] >> 4 == 4 ? TryIpv4(ref packet, ip) : frame.Bytes[ip] >> 4 == 6 && TryIpv6(ref packet, ip);
    }

    private static int NetworkOffset(CaptureFrames.Captured frame)
    {
        var at = frame.LinkType switch { 0 or 108 => 4, 1 => 14, 113 => 16, 276 => 20, _ => 0 };
        while (frame.LinkType == 1 && at + 4 <= frame.Bytes.Length
            && BinaryPrimitives.ReadUInt16BigEndian(frame.Bytes.AsSpan(at - 2)) is 0x8100 or 0x88A8 or 0x9100)
        {
            at += 4;
        }

        return at;
    }

    private static bool TryIpv4(ref Packet packet, int ip)
    {
        var bytes = packet.Bytes;
        var header = (bytes[ip] & 15) * 4;
        var total = BinaryPrimitives.ReadUInt16BigEndian(bytes[(ip + 2)..]);
        if (header < 20 || (total != 0 && total < header) || (BinaryPrimitives.ReadUInt16BigEndian(bytes[(ip + 6)..]) & 0x3FFF) != 0)
        {
            return false;
        }

        packet.IpVersion = 4;
        packet.Source = Address.FromBytes(bytes.Slice(ip + 12, 4));
        packet.Destination = Address.FromBytes(bytes.Slice(ip + 16, 4));
        packet.Protocol = bytes[ip + 9];
        return TryTransport(ref packet, ip + header, total == 0 ? packet.WireLength - ip - header : total - header);
    }

    private static bool TryIpv6(ref Packet packet, int ip)
    {
        var bytes = packet.Bytes;
        if (ip + 40 > bytes.Length)
        {
            return false;
        }

        packet.IpVersion = 6;
        packet.Source = Address.FromBytes(bytes.Slice(ip + 8, 16));
        packet.Destination = Address.FromBytes(bytes.Slice(ip + 24, 16));
        int next = bytes[ip + 6], at = ip + 40, length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(ip + 4)..]);
        while (next is 0 or 43 or 60 && at + 8 <= bytes.Length)
        {
            var extension = (bytes[at + 1] + 1) * 8;
            next = bytes[at];
            at += extension;
            length -= extension;
        }

        packet.Protocol = (byte)next;
        return TryTransport(ref packet, at, length);
    }

    private static bool TryTransport(ref Packet packet, int at, int length)
    {
        var bytes = packet.Bytes;
        if (at + 8 > bytes.Length || length < 8 || packet.Protocol is not (ProtocolNames.Tcp or ProtocolNames.Udp))
        {
            return false;
        }

        packet.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
        packet.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        packet.HasTransport = true;
        var header = 8;
        if (packet.Protocol == ProtocolNames.Tcp)
        {
            if (at + 20 > bytes.Length)
            {
                return false;
            }

            header = (bytes[at + 12] >> 4) * 4;
            packet.Tcp.Sequence = BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..]);
            packet.Tcp.Flags = (TcpFlags)bytes[at + 13];
        }

        if (header < 8 || header > length || at + header > bytes.Length)
        {
            return false;
        }

        // GTP-U (3GPP TS 29.281) without options: the inner packet is the flow.
        if (packet.DestinationPort == 2152 && packet.SourcePort == 2152 && at + 17 < bytes.Length && bytes[at + 8] == 0x30 && bytes[at + 9] == 0xFF)
        {
            return bytes[at + 16] >> 4 == 4 && TryIpv4(ref packet, at + 16);
        }

        packet.PayloadOffset = at + header;
        packet.PayloadWireLength = length - header;
        packet.PayloadLength = Math.Min(packet.PayloadWireLength, bytes.Length - packet.PayloadOffset);
        return true;
    }
}
