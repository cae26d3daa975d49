using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Icmp;

/// <summary>
/// Multicast listener discovery version 1 (RFC 2710) and 2 (RFC 3810): hop limit 1, sizes, and records that fit.
/// </summary>
internal sealed class MulticastListener(DecodingReport report)
{
    private const int Message1 = 24, Query2 = 28, Report2 = 8, Record = 20, Address = 16;
    private const byte Query = 130, ListenerReport2 = 143;

    public void Check(scoped in Packet packet, scoped in Cursor cursor)
    {
        if (packet.TimeToLive != 1 && !packet.Reassembled)
        {
            report.Add(FindingName.MulticastMembershipMalformed, packet, packet.IpOffset + 7, 1,
                new FindingDetail("hop limit {0} of a message that must not leave its link", packet.TimeToLive));
        }

        if (packet.IcmpType == ListenerReport2)
        {
            Records(packet, cursor);
            return;
        }

        if (cursor.Captured < Message1)
        {
            report.TooShort(FindingName.MulticastMembershipMalformed, packet, cursor, Message1,
                "{0} bytes cannot hold an MLD message of {1}");
        }
        else if (packet.IcmpType == Query && cursor.Captured >= Query2)
        {
            Sources(packet, cursor);
        }
    }

    private void Sources(scoped in Packet packet, scoped in Cursor cursor)
    {
        var sources = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 26)..]);
        if (Query2 + (sources * Address) > cursor.OnWire)
        {
            report.Add(FindingName.MulticastMembershipMalformed, packet, cursor.Offset + 26, 2,
                new FindingDetail("{0} sources in {1} bytes", sources, cursor.OnWire));
        }
    }

    private void Records(scoped in Packet packet, scoped in Cursor cursor)
    {
        var rest = cursor;
        var count = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 6)..]);
        rest.Skip(Report2);
        for (var i = 0; i < count; i++)
        {
            if (rest.Captured < Record)
            {
                report.TooShort(FindingName.MulticastMembershipMalformed, packet, rest, Record,
                    "{0} bytes cannot hold a record of {1}");
                return;
            }

            var sources = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(rest.Offset + 2)..]);
            var length = Record + (sources * Address) + (packet.Bytes[rest.Offset + 1] * 4);
            if (length > rest.OnWire)
            {
                report.Add(FindingName.MulticastMembershipMalformed, packet, rest.Offset, 4,
                    new FindingDetail("record of {0} bytes in {1}", length, rest.OnWire));
                return;
            }

            rest.Skip(length);
        }
    }
}
