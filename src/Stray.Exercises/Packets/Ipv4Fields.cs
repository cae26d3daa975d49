using System.Buffers.Binary;

namespace Stray.Exercises.Packets;

/// <summary>The link and IPv4 header of a frame to build; addresses in host order, MACs in the low 48 bits.</summary>
internal readonly record struct Ipv4Fields(
    ulong SourceMac, ulong DestinationMac, uint Source, uint Destination, byte Protocol)
{
    public const int EthernetLength = 14, HeaderLength = 20, PayloadOffset = EthernetLength + HeaderLength;

    /// <summary>Shortest Ethernet frame without FCS (IEEE 802.3 s4A.4.2): a mirror port shows the padding.</summary>
    public const int MinimumFrame = 60;

    public const ushort DontFragment = 0x4000, MoreFragments = 0x2000;

    public byte TimeToLive { get; init; } = 64;

    public ushort Id { get; init; }

    /// <summary>Flags and fragment offset as on the wire (offset in units of 8 bytes).</summary>
    public ushort Fragment { get; init; } = DontFragment;

    public byte TypeOfService { get; init; }

    /// <summary>Writes both headers in front of a payload that already lies at <see cref="PayloadOffset"/>.</summary>
    /// <returns>Length of the frame.</returns>
    public int Write(Span<byte> frame, int payloadLength)
    {
        WriteEthernet(frame, DestinationMac, SourceMac, 0x0800);
        var ip = frame.Slice(EthernetLength, HeaderLength);
        ip[0] = 0x45;
        ip[1] = TypeOfService;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(HeaderLength + payloadLength));
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], Id);
        BinaryPrimitives.WriteUInt16BigEndian(ip[6..], Fragment);
        ip[8] = TimeToLive;
        ip[9] = Protocol;
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], Source);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], Destination);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], InternetChecksum.Finish(InternetChecksum.Add(0, ip)));
        return Pad(frame, PayloadOffset + payloadLength);
    }

    /// <summary>The pseudo-header's part of a TCP or UDP checksum (RFC 9293 s3.1).</summary>
    public ulong PseudoHeaderSum(int length) =>
        (Source >> 16) + (Source & 0xFFFF) + (ulong)(Destination >> 16) + (Destination & 0xFFFF) + Protocol + (uint)length;

    public static void WriteEthernet(Span<byte> frame, ulong destination, ulong source, ushort etherType)
    {
        WriteMac(frame, destination);
        WriteMac(frame[6..], source);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], etherType);
    }

    public static int Pad(Span<byte> frame, int length)
    {
        if (length < MinimumFrame)
        {
            frame[length..MinimumFrame].Clear();
        }

        return Math.Max(length, MinimumFrame);
    }

    private static void WriteMac(Span<byte> destination, ulong mac)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(mac >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)mac);
    }
}
