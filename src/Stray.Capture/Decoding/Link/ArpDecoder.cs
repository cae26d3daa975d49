using System.Buffers.Binary;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Decoding.Link;

/// <summary>ARP (RFC 826) for IPv4 over Ethernet; what else it may carry is checked for its sizes only.</summary>
internal sealed class ArpDecoder(DecodingReport report, ArpMemory memory)
{
    private const int Header = 8;
    private const int Ethernet = 1, Ieee802 = 6;
    private const int LastOperation = 25;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        report.Counters.Arp++;
        if (cursor.Captured < Header)
        {
            return report.TooShort(FindingName.ArpMalformed, packet, cursor, Header,
                "{0} bytes cannot hold the ARP header of {1}");
        }

        var header = packet.Bytes.Slice(cursor.Offset, Header);
        var hardware = BinaryPrimitives.ReadUInt16BigEndian(header);
        var protocol = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        packet.ArpOperation = BinaryPrimitives.ReadUInt16BigEndian(header[6..]);
        if (!SizesFit(hardware, protocol, packet, cursor))
        {
            return Layer.Done;
        }

        var length = Header + (2 * (header[4] + header[5]));
        if (cursor.Captured < length)
        {
            return report.TooShort(FindingName.ArpMalformed, packet, cursor, length,
                "{0} bytes cannot hold an ARP message of {1}");
        }

        if (packet.ArpOperation is 0 or > LastOperation)
        {
            return report.Reject(FindingName.ArpMalformed, packet, cursor.Offset + 6, 2,
                new FindingDetail("ARP operation {0} is not assigned", packet.ArpOperation));
        }

        if (protocol == EtherTypes.Ipv4)
        {
            Claims(ref packet, cursor.Offset);
        }

        return Layer.Done;
    }

    private bool SizesFit(ushort hardware, ushort protocol, scoped in Packet packet, scoped in Cursor cursor)
    {
        var sizes = packet.Bytes.Slice(cursor.Offset + 4, 2);
        if (cursor.HasLink && hardware is not (Ethernet or Ieee802))
        {
            return Malformed(packet, cursor.Offset, 2, "hardware type {0} on Ethernet", hardware);
        }

        if (hardware is Ethernet or Ieee802 && sizes[0] != 6)
        {
            return Malformed(packet, cursor.Offset + 4, 1, "Ethernet address of {0} bytes", sizes[0]);
        }

        if (protocol == EtherTypes.Ipv4 && sizes[1] != 4)
        {
            return Malformed(packet, cursor.Offset + 5, 1, "IPv4 address of {0} bytes", sizes[1]);
        }

        return sizes[0] == 6 || Malformed(packet, cursor.Offset + 4, 1, "hardware address of {0} bytes", sizes[0]);
    }

    private bool Malformed(scoped in Packet packet, int offset, int length, string text, long value)
    {
        report.Add(FindingName.ArpMalformed, packet, offset, length, new FindingDetail(text, value));
        return false;
    }

    private void Claims(ref Packet packet, int offset)
    {
        var body = packet.Bytes.Slice(offset + Header, 20);
        packet.ArpSender = Address.FromBytes(body.Slice(6, 4));
        packet.ArpTarget = Address.FromBytes(body.Slice(16, 4));
        var claim = new ArpClaim(packet.ArpSender.V4, Address.FromMac(body).Low, packet.ArpTarget.V4, packet.Time, packet.VlanId);
        switch (packet.ArpOperation)
        {
            case 1:
                memory.Request(claim);
                break;
            case 2 when memory.IsUnsolicited(claim):
                report.Add(FindingName.ArpGratuitousUnsolicited, packet, offset, Header + 20,
                    "an ARP reply that nobody asked for");
                break;
        }

        Judge(claim, packet, offset);
    }

    private void Judge(in ArpClaim claim, scoped in Packet packet, int offset)
    {
        if (claim.Sender == claim.Target && memory.Announcements(claim) == ArpMemory.Burst)
        {
            report.Add(FindingName.ArpGratuitousUnsolicited, packet, offset, Header + 20,
                new FindingDetail("{0} announcements of one address within {1} s", ArpMemory.Burst, ArpMemory.BurstSeconds));
        }

        if (memory.Conflicts(claim, out var known))
        {
            report.Add(FindingName.ArpBindingConflict, packet, offset + Header, 10,
                new FindingDetail("hardware address {0} claims the IPv4 address that {1} has", (long)claim.Mac, (long)known));
        }
    }
}
