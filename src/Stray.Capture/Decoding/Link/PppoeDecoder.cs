using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Link;

/// <summary>PPP over Ethernet (RFC 2516): discovery messages are checked, session packets unwrapped.</summary>
internal sealed class PppoeDecoder(DecodingReport report)
{
    private const int Header = 6;

    /// <summary>
    /// Ethernet pads frames up to here (with a frame check sequence, and before a tag is put in), so surplus bytes below it
    /// say nothing.
    /// </summary>
    private const int SmallestFrame = 64, Tag = 4;

    public Layer Session(ref Packet packet, ref Cursor cursor)
    {
        if (!Open(ref packet, ref cursor, out var code))
        {
            return Layer.Done;
        }

        if (code != 0)
        {
            return Malformed(packet, cursor.Offset - 5, 1, "session code {0} is not 0", code);
        }

        return cursor.OnWire == 0 ? Layer.Done : Layer.PppProtocol;
    }

    public Layer Discovery(ref Packet packet, ref Cursor cursor)
    {
        if (!Open(ref packet, ref cursor, out var code))
        {
            return Layer.Done;
        }

        if (code is not (0x09 or 0x07 or 0x19 or 0x65 or 0xA7 or 0xD3))
        {
            return Malformed(packet, cursor.Offset - 5, 1, "discovery code {0} is not defined", code);
        }

        return Tags(packet, ref cursor);
    }

    /// <summary>Reads the header and narrows the cursor to the payload; false when decoding ends here.</summary>
    private bool Open(ref Packet packet, ref Cursor cursor, out byte code)
    {
        code = 0;
        if (cursor.Captured < Header)
        {
            report.TooShort(FindingName.L2EncapHeaderMalformed, packet, cursor, Header,
                "{0} bytes cannot hold the PPPoE header of {1}");
            return false;
        }

        var header = packet.Bytes.Slice(cursor.Offset, Header);
        code = header[1];
        var length = BinaryPrimitives.ReadUInt16BigEndian(header[4..]);
        var surplus = cursor.OnWire - Header - length;
        if (surplus < 0 || (surplus > 0 && packet.WireLength > SmallestFrame + (packet.VlanDepth * Tag)))
        {
            report.Add(FindingName.L2EncapHeaderMalformed, packet, cursor.Offset + 4, 2,
                new FindingDetail("PPPoE length {0}, but {1} bytes follow", length, cursor.OnWire - Header));
        }

        cursor.Skip(Header);
        cursor.Bound(Math.Min(length, cursor.OnWire));
        if (header[0] != 0x11)
        {
            Malformed(packet, cursor.Offset - Header, 1, "PPPoE version and type {0} are not 1 and 1", header[0]);
            return false;
        }

        return true;
    }

    private Layer Tags(scoped in Packet packet, ref Cursor cursor)
    {
        while (cursor.Captured >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 2)..]);
            if (length > cursor.OnWire - 4)
            {
                return Malformed(packet, cursor.Offset + 2, 2, "discovery tag length {0} reaches beyond the message", length);
            }

            cursor.Skip(4 + length);
        }

        return Layer.Done;
    }

    private Layer Malformed(scoped in Packet packet, int offset, int length, string text, long value) =>
        report.Reject(FindingName.L2EncapHeaderMalformed, packet, offset, length, new FindingDetail(text, value));
}
