using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Icmp;

/// <summary>Neighbour discovery messages: a fixed part by type, then options in units of 8 bytes (RFC 4861 s4).</summary>
internal sealed class NeighborDiscovery(DecodingReport report)
{
    private const int Unit = 8;

    /// <summary>The cursor stands at the ICMPv6 header.</summary>
    public void Check(scoped in Packet packet, scoped in Cursor cursor)
    {
        var message = cursor;
        var fixedPart = FixedPart(packet.IcmpType);
        if (message.Captured < fixedPart)
        {
            report.TooShort(FindingName.Icmpv6NdMalformed, packet, message, fixedPart,
                "{0} bytes cannot hold the fixed part of {1}");
            return;
        }

        message.Skip(fixedPart);
        Options(packet, ref message);
    }

    private static int FixedPart(byte type) => type switch
    {
        133 => 8, // router solicitation
        134 => 16, // router advertisement
        135 or 136 => 24, // neighbour solicitation and advertisement
        _ => 40, // redirect
    };

    private void Options(scoped in Packet packet, ref Cursor cursor)
    {
        while (cursor.Captured > 0)
        {
            if (cursor.Captured < 2)
            {
                report.TooShort(FindingName.Icmpv6NdMalformed, packet, cursor, 2,
                    "{0} bytes cannot hold an option's type and length");
                return;
            }

            var length = packet.Bytes[cursor.Offset + 1] * Unit;
            if (length == 0 || length > cursor.OnWire)
            {
                report.Add(FindingName.Icmpv6NdMalformed, packet, cursor.Offset, 2,
                    new FindingDetail("option of {0} bytes in {1}", length, cursor.OnWire));
                return;
            }

            cursor.Skip(length);
        }
    }
}
