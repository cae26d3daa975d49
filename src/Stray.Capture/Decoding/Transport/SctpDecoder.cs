using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Transport;

/// <summary>The common header of SCTP (RFC 9260 s3.1): ports and verification tag, then its chunks.</summary>
internal sealed class SctpDecoder(DecodingReport report)
{
    private const int Header = 12;

    private readonly SctpChunks _chunks = new(report);

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < Header)
        {
            return report.TooShort(FindingName.DbOrDesktopProtocolInvalid, packet, cursor, Header,
                "{0} bytes cannot hold an SCTP header of {1}");
        }

        packet.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[cursor.Offset..]);
        packet.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 2)..]);
        packet.HasTransport = true;
        packet.PayloadOffset = cursor.Offset + Header;
        packet.PayloadLength = cursor.Captured - Header;
        packet.PayloadWireLength = cursor.OnWire - Header;
        if (!packet.Fragment)
        {
            var tag = BinaryPrimitives.ReadUInt32BigEndian(packet.Bytes[(cursor.Offset + 4)..]);
            cursor.Skip(Header);
            _chunks.Check(packet, cursor, tag);
        }

        return Layer.Done;
    }
}
