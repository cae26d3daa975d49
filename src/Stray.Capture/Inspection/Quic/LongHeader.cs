using Stray.Capture.Inspection.Recognition;

namespace Stray.Capture.Inspection.Quic;

/// <summary>A long-header packet of QUIC v1, v2 or a draft (RFC 9000 s17.2, RFC 9369 s3.2), as far as it is not protected.</summary>
internal ref struct LongHeader
{
    public uint Version;
    public QuicPacketType Type;
    public ReadOnlySpan<byte> Destination;
    public ReadOnlySpan<byte> Source;

    /// <summary>Where the (protected) packet number begins.</summary>
    public int PacketNumberOffset;

    /// <summary>The packet's whole length; what follows in the datagram is another packet.</summary>
    public int PacketLength;

    /// <summary>False when the fields run past the datagram.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out LongHeader header)
    {
        header = default;
        var reader = new QuicReader(bytes);
        if (!reader.TryByte(out var first) || !reader.TryUInt32(out header.Version)
            || !reader.TryByte(out var length) || length > 20 || !reader.TryBytes(length, out header.Destination)
            || !reader.TryByte(out length) || length > 20 || !reader.TryBytes(length, out header.Source))
        {
            return false;
        }

        header.Type = TypeOf(first, header.Version);
        if (header.Type is QuicPacketType.Retry or QuicPacketType.VersionNegotiation)
        {
            header.PacketLength = bytes.Length;
            return true;
        }

        if (header.Type == QuicPacketType.Initial && (!reader.TryVarint(out var token) || !reader.TryBytes(token, out _)))
        {
            return false;
        }

        if (!reader.TryVarint(out var rest) || rest > reader.Remaining)
        {
            return false;
        }

        header.PacketNumberOffset = reader.Offset;
        header.PacketLength = reader.Offset + (int)rest;
        return true;
    }

    private static QuicPacketType TypeOf(byte first, uint version)
    {
        if (version == 0)
        {
            return QuicPacketType.VersionNegotiation;
        }

        var bits = (first >> 4) & 3;
        return (QuicPacketType)(version == Quics.Version2 ? (bits + 3) & 3 : bits);
    }
}
