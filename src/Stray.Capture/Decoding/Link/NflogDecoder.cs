using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Link;

/// <summary>
/// Linux netfilter log frames: family, version, resource id, then TLVs of which one is the packet (LINKTYPE_NFLOG).
/// </summary>
internal readonly struct NflogDecoder(DecodingReport report)
{
    private const int Header = 4;
    private const ushort Payload = 9;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < Header)
        {
            return Malformed(packet, cursor, cursor.Captured, "{0} bytes cannot hold the netfilter log header");
        }

        var family = packet.Bytes[cursor.Offset];
        cursor.Skip(Header);
        while (cursor.Captured >= 4)
        {
            // Lengths and types are in the host order of the logging machine, which all but museum pieces have little endian.
            var length = BinaryPrimitives.ReadUInt16LittleEndian(packet.Bytes[cursor.Offset..]);
            var type = BinaryPrimitives.ReadUInt16LittleEndian(packet.Bytes[(cursor.Offset + 2)..]) & 0x7FFF;
            if (length < 4 || length > cursor.OnWire)
            {
                return Malformed(packet, cursor, 4, "length {0} of a netfilter log attribute is impossible", length);
            }

            if (type == Payload)
            {
                cursor.Bound(length);
                cursor.Skip(4);
                return family == 2 ? Layer.Ipv4 : family == 10 ? Layer.Ipv6 : Layer.Done;
            }

            cursor.Skip((length + 3) & ~3);
        }

        return Layer.Done;
    }

    private Layer Malformed(scoped in Packet packet, scoped in Cursor cursor, int bytes, string text, long value = 0) =>
        report.Reject(FindingName.EthFrameTruncated, packet, cursor.Offset, bytes, new FindingDetail(text, value));
}
