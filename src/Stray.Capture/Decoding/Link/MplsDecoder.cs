using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Link;

/// <summary>
/// An MPLS label stack (RFC 3032). The stack does not name its payload: explicit-null labels do, otherwise the first nibble
/// tells IPv4, IPv6 or a pseudowire control word (RFC 4385) with Ethernet behind it.
/// </summary>
internal sealed class MplsDecoder(DecodingReport report)
{
    private const int LargestStack = 16;
    private const uint Ipv4Null = 0, RouterAlert = 1, Ipv6Null = 2, ImplicitNull = 3, AssociatedChannel = 13,
        LargestReserved = 15;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        for (var depth = 0; depth < LargestStack; depth++)
        {
            if (cursor.Captured < 4)
            {
                return report.TooShort(FindingName.L2EncapHeaderMalformed, packet, cursor, 4,
                    "{0} bytes cannot hold an MPLS label of {1}");
            }

            var entry = BinaryPrimitives.ReadUInt32BigEndian(packet.Bytes[cursor.Offset..]);
            cursor.Skip(4);
            if ((entry & 0x100) != 0)
            {
                return Bottom(entry >> 12, ref packet, ref cursor);
            }
        }

        return report.Reject(FindingName.EncapDepthExceeded, packet, cursor.Offset, Math.Min(4, cursor.Captured),
            new FindingDetail("more than {0} MPLS labels", LargestStack));
    }

    private Layer Bottom(uint label, ref Packet packet, ref Cursor cursor)
    {
        switch (label)
        {
            case Ipv4Null:
                return Layer.Ipv4;
            case Ipv6Null:
                return Layer.Ipv6;
            case AssociatedChannel: // legal at the bottom (RFC 5586), no user payload
                return Layer.Done;
            case RouterAlert or ImplicitNull or < LargestReserved:
                return report.Reject(FindingName.L2EncapHeaderMalformed, packet, cursor.Offset - 4, 4,
                    new FindingDetail("reserved label {0} at the bottom of the stack", label));
            default:
                return Guess(ref packet, ref cursor);
        }
    }

    private Layer Guess(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 4)
        {
            return report.TooShort(FindingName.L2EncapHeaderMalformed, packet, cursor, 4,
                "{0} bytes behind the label stack tell no payload");
        }

        var word = BinaryPrimitives.ReadUInt32BigEndian(packet.Bytes[cursor.Offset..]);
        switch (word >> 28)
        {
            case 4:
                return Layer.Ipv4;
            case 6:
                return Layer.Ipv6;
            case 0:
                cursor.Skip(4);
                return cursor.Captured < EthernetDecoder.Header ? Layer.Done : Layer.Ethernet;
            case 1 when (word & 0x0FFF_0000) == 0: // associated channel header, version 0
                return Layer.Done;
            default:
                return report.Reject(FindingName.L2EncapHeaderMalformed, packet, cursor.Offset, 1,
                    new FindingDetail("first nibble {0} behind the label stack is no known payload", word >> 28));
        }
    }
}
