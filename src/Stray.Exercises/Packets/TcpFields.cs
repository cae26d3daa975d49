using System.Buffers.Binary;

namespace Stray.Exercises.Packets;

/// <summary>The fixed TCP header of a segment to build.</summary>
internal readonly record struct TcpFields(ushort SourcePort, ushort DestinationPort, uint Sequence, uint Acknowledgment, TcpControl Control)
{
    public const int HeaderLength = 20;

    public ushort Window { get; init; } = 0xFAF0;

    /// <param name="options">A multiple of 4 bytes, at most 40.</param>
    /// <returns>Length of the frame.</returns>
    public int Write(Span<byte> frame, in Ipv4Fields ip, ReadOnlySpan<byte> options, ReadOnlySpan<byte> payload)
    {
        var length = HeaderLength + options.Length + payload.Length;
        var tcp = frame.Slice(Ipv4Fields.PayloadOffset, length);
        BinaryPrimitives.WriteUInt16BigEndian(tcp, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], Acknowledgment);
        tcp[12] = (byte)((HeaderLength + options.Length) << 2);
        tcp[13] = (byte)Control;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], Window);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[16..], 0);
        options.CopyTo(tcp[HeaderLength..]);
        payload.CopyTo(tcp[(HeaderLength + options.Length)..]);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[16..], InternetChecksum.Finish(InternetChecksum.Add(ip.PseudoHeaderSum(length), tcp)));
        return ip.Write(frame, length);
    }
}
