using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Icmp;

/// <summary>IGMP versions 1 to 3 (RFC 1112, RFC 2236, RFC 3376): checksum, sizes, and records that fit.</summary>
internal sealed class IgmpDecoder(DecodingReport report)
{
    private const int Message = 8, Query3 = 12, Record = 8, Address = 4;
    private const byte Query = 0x11, Report3 = 0x22;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < Message)
        {
            return report.TooShort(FindingName.MulticastMembershipMalformed, packet, cursor, Message,
                "{0} bytes cannot hold an IGMP message of {1}");
        }

        packet.IcmpType = packet.Bytes[cursor.Offset];
        packet.HasTransport = true;
        if (!IsAssigned(packet.IcmpType))
        {
            return Layer.Done;
        }

        CheckChecksum(ref packet, cursor);
        if (packet.IcmpType == Query && cursor.OnWire >= Query3)
        {
            Sources(packet, cursor);
        }
        else if (packet.IcmpType == Report3)
        {
            Records(packet, cursor);
        }

        return Layer.Done;
    }

    /// <summary>
    /// IANA igmp-type-numbers. Others are to be ignored (RFC 3376 s4), and some devices do send messages that are all zeros.
    /// </summary>
    private static bool IsAssigned(byte type) => type is >= 0x11 and <= 0x17 or 0x1E or 0x1F or Report3 or 0x24 or >= 0x30 and <= 0x32;

    private void CheckChecksum(ref Packet packet, scoped in Cursor cursor)
    {
        if (cursor.Whole && !InternetChecksum.IsValid(InternetChecksum.Sum(packet.Bytes.Slice(cursor.Offset, cursor.Captured))))
        {
            packet.ChecksumBad = true;
            report.Add(FindingName.MulticastMembershipMalformed, packet, cursor.Offset + 2, 2, "IGMP checksum is wrong");
        }
    }

    private void Sources(scoped in Packet packet, scoped in Cursor cursor)
    {
        if (cursor.Captured < Query3)
        {
            report.Counters.SnaplenCuts++;
            return;
        }

        var sources = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 10)..]);
        if (Query3 + (sources * Address) > cursor.OnWire)
        {
            report.Add(FindingName.MulticastMembershipMalformed, packet, cursor.Offset + 10, 2,
                new FindingDetail("{0} sources in {1} bytes", sources, cursor.OnWire));
        }
    }

    private void Records(scoped in Packet packet, scoped in Cursor cursor)
    {
        var rest = cursor;
        var count = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 6)..]);
        rest.Skip(Message);
        for (var i = 0; i < count; i++)
        {
            if (rest.Captured < Record)
            {
                report.TooShort(FindingName.MulticastMembershipMalformed, packet, rest, Record,
                    "{0} bytes cannot hold a group record of {1}");
                return;
            }

            var sources = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(rest.Offset + 2)..]);
            var length = Record + (sources * Address) + (packet.Bytes[rest.Offset + 1] * 4);
            if (length > rest.OnWire)
            {
                report.Add(FindingName.MulticastMembershipMalformed, packet, rest.Offset, 4,
                    new FindingDetail("group record of {0} bytes in {1}", length, rest.OnWire));
                return;
            }

            rest.Skip(length);
        }
    }
}
