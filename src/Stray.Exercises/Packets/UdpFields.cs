using System.Buffers.Binary;

namespace Stray.Exercises.Packets;

/// <summary>The UDP header of a datagram to build (RFC 768).</summary>
internal readonly record struct UdpFields(ushort SourcePort, ushort DestinationPort)
{
    public const int HeaderLength = 8;

    /// <returns>Length of the frame.</returns>
    public int Write(Span<byte> frame, in Ipv4Fields ip, ReadOnlySpan<byte> payload)
    {
        var length = HeaderLength + payload.Length;
        var udp = frame.Slice(Ipv4Fields.PayloadOffset, length);
        BinaryPrimitives.WriteUInt16BigEndian(udp, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)length);
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], 0);
        payload.CopyTo(udp[HeaderLength..]);
        var checksum = InternetChecksum.Finish(InternetChecksum.Add(ip.PseudoHeaderSum(length), udp));
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], checksum == 0 ? (ushort)0xFFFF : checksum); // 0 would mean "none"
        return ip.Write(frame, length);
    }
}
