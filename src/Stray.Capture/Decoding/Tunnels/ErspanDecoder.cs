using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Tunnels;

/// <summary>ERSPAN types II and III in GRE: a mirrored Ethernet frame behind 8, 12 or 20 bytes.</summary>
internal sealed class ErspanDecoder(DecodingReport report)
{
    public Layer Two(scoped in Packet packet, ref Cursor cursor) => Open(packet, ref cursor, version: 1, length: 8);

    public Layer Three(scoped in Packet packet, ref Cursor cursor)
    {
        const int Optional = 1;
        var extra = cursor.Captured >= 12 && (packet.Bytes[cursor.Offset + 11] & Optional) != 0 ? 8 : 0;
        return Open(packet, ref cursor, version: 2, length: 12 + extra);
    }

    private Layer Open(scoped in Packet packet, ref Cursor cursor, int version, int length)
    {
        if (cursor.Captured < length)
        {
            return report.TooShort(FindingName.GreHeaderInvalid, packet, cursor, length,
                "{0} bytes cannot hold an ERSPAN header of {1}");
        }

        var found = packet.Bytes[cursor.Offset] >> 4;
        if (found != version)
        {
            return report.Reject(FindingName.GreHeaderInvalid, packet, cursor.Offset, 1,
                new FindingDetail("ERSPAN version {0} where {1} was announced", found, version));
        }

        cursor.TunnelId = (uint)(BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 2)..]) & 0x3FF);
        cursor.Skip(length);
        return Layer.Ethernet;
    }
}
