using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Icmp;

/// <summary>ICMP for IPv4 (RFC 792).</summary>
internal sealed class IcmpDecoder(DecodingReport report, EmbeddedReader embedded, EchoInspection echo)
{
    private const int Header = 8;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < Header)
        {
            return report.TooShort(FindingName.IcmpTruncated, packet, cursor, Header,
                "{0} bytes cannot hold an ICMP header of {1}");
        }

        var header = packet.Bytes.Slice(cursor.Offset, Header);
        packet.IcmpType = header[0];
        packet.IcmpCode = header[1];
        packet.HasTransport = true;
        packet.PayloadOffset = cursor.Offset + Header;
        packet.PayloadLength = cursor.Captured - Header;
        packet.PayloadWireLength = cursor.OnWire - Header;
        CheckChecksum(ref packet, cursor);
        CheckCode(packet, cursor);
        if (IcmpCodes.IsError(packet.IcmpType))
        {
            cursor.Skip(Header);
            embedded.Read4(ref packet, cursor);
        }
        else if (packet.IcmpType is IcmpCodes.Echo or IcmpCodes.EchoReply)
        {
            echo.Check(packet);
        }
        else if (packet.IcmpType == IcmpCodes.ExtendedEcho)
        {
            cursor.Skip(Header);
            Extension(packet, ref cursor);
        }

        return Layer.Done;
    }

    private void CheckChecksum(ref Packet packet, scoped in Cursor cursor)
    {
        var totals = report.Counters.Icmp;
        if (!cursor.Whole)
        {
            totals.Unverified++;
        }
        else if (InternetChecksum.IsValid(InternetChecksum.Sum(packet.Bytes.Slice(cursor.Offset, cursor.Captured))))
        {
            totals.Good++;
        }
        else
        {
            totals.Bad++;
            packet.ChecksumBad = true;
            report.Add(FindingName.IcmpChecksumBad, packet, cursor.Offset + 2, 2, "ICMP checksum is wrong");
        }
    }

    private void CheckCode(scoped in Packet packet, scoped in Cursor cursor)
    {
        if (!IcmpCodes.IsAssigned(packet.IcmpType))
        {
            report.Add(FindingName.IcmpTypeCodeUnknown, packet, cursor.Offset, 1,
                new FindingDetail("ICMP type {0} is not assigned", packet.IcmpType));
        }
        else if (!IcmpCodes.IsCodeAssigned(packet.IcmpType, packet.IcmpCode))
        {
            report.Add(FindingName.IcmpTypeCodeUnknown, packet, cursor.Offset + 1, 1,
                new FindingDetail("code {1} of ICMP type {0} is not assigned", packet.IcmpType, packet.IcmpCode));
        }
    }

    /// <summary>
    /// The extension structure of an extended echo: a 4-byte header, then objects with their own length (RFC 4884 s7, RFC
    /// 8335 s2.1).
    /// </summary>
    private void Extension(scoped in Packet packet, ref Cursor cursor)
    {
        cursor.Skip(4);
        while (cursor.Captured >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[cursor.Offset..]);
            if (length < 4 || length > cursor.OnWire)
            {
                report.Add(FindingName.IcmpTruncated, packet, cursor.Offset, 2,
                    new FindingDetail("extension object of {0} bytes in {1}", length, cursor.OnWire));
                return;
            }

            cursor.Skip(length);
        }

        // No snaplen cut the frame, so what the length fields promise never was on the wire.
        if (cursor.OnWire > 0 && packet.CapturedLength == packet.WireLength)
        {
            report.Add(FindingName.IcmpTruncated, packet, cursor.Offset, Math.Max(0, cursor.Captured),
                new FindingDetail("extension object cut after {0} of {1} bytes", cursor.Captured, cursor.OnWire));
        }
    }
}
