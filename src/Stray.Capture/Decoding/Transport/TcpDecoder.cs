using System.Runtime.InteropServices;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Transport;

/// <summary>
/// TCP headers (RFC 9293 s3.1): length, flags, options, checksum. What depends on the connection is the flow stage's.
/// </summary>
internal sealed class TcpDecoder(DecodingReport report, TransportChecksum checksum, TcpOptions options)
{
    private const int FlagsOffset = 13;

    public Layer Decode(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < TcpHeader.Size)
        {
            return report.TooShort(FindingName.TcpHeaderLengthInvalid, packet, cursor, TcpHeader.Size,
                "{0} bytes cannot hold a TCP header of {1}");
        }

        ref readonly var header = ref MemoryMarshal.AsRef<TcpHeader>(packet.Bytes[cursor.Offset..]);
        packet.SourcePort = header.SourcePort;
        packet.DestinationPort = header.DestinationPort;
        Copy(header, ref packet.Tcp);
        var length = header.HeaderLength;
        if (length < TcpHeader.Size || length > cursor.OnWire)
        {
            return report.Reject(FindingName.TcpHeaderLengthInvalid, packet, cursor.Offset + 12, 1,
                new FindingDetail("header length {0} in a segment of {1} bytes", length, cursor.OnWire));
        }

        packet.HasTransport = true;
        packet.PayloadOffset = Math.Min(cursor.Offset + length, cursor.End);
        packet.PayloadLength = Math.Max(0, cursor.Captured - length);
        packet.PayloadWireLength = cursor.OnWire - length;
        checksum.Check(FindingName.TcpChecksumBad, report.Counters.Tcp, ref packet, cursor, (cursor.OnWire, 16));
        CheckFlags(packet, cursor);
        if (length > TcpHeader.Size)
        {
            options.Decode(ref packet, cursor, length);
        }

        return Layer.Done;
    }

    private static void Copy(in TcpHeader header, ref TcpSegment segment)
    {
        segment.Sequence = header.Sequence;
        segment.Acknowledgment = header.Acknowledgment;
        segment.Window = header.Window;
        segment.UrgentPointer = header.UrgentPointer;
        segment.Flags = header.Flags;
        segment.WindowScale = -1;
    }

    private void CheckFlags(scoped in Packet packet, scoped in Cursor cursor)
    {
        const TcpFlags Relevant = TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst | TcpFlags.Ack | TcpFlags.Urg;
        var flags = packet.Tcp.Flags & Relevant;
        if (flags == TcpFlags.Ack)
        {
            return;
        }

        var usual = flags is TcpFlags.Syn or TcpFlags.Rst or (TcpFlags.Fin | TcpFlags.Ack) or (TcpFlags.Syn | TcpFlags.Ack)
            or (TcpFlags.Rst | TcpFlags.Ack);
        if (!usual || IsBrokenAcknowledgment(packet.Tcp))
        {
            Unusual(packet, cursor);
        }
    }

    private void Unusual(scoped in Packet packet, scoped in Cursor cursor)
    {
        var tcp = packet.Tcp;
        if (tcp.Has(TcpFlags.Syn) && (tcp.Flags & (TcpFlags.Fin | TcpFlags.Rst | TcpFlags.Urg)) != 0)
        {
            Illegal(packet, cursor, FlagsOffset, 1, "contradictory flags {0}");
        }
        else if ((tcp.Flags & (TcpFlags.Syn | TcpFlags.Rst | TcpFlags.Ack)) == 0)
        {
            Illegal(packet, cursor, FlagsOffset, 1, "flags {0} hold neither SYN, RST nor ACK");
        }
        else if (IsBrokenAcknowledgment(tcp))
        {
            Illegal(packet, cursor, 8, 4, "acknowledgment number without the ACK flag (flags {0})");
        }

        CheckUrgent(packet, cursor);
    }

    // Resets are spared: many middleboxes and some stacks leave stale bytes in a field that no receiver reads.
    private static bool IsBrokenAcknowledgment(in TcpSegment tcp) =>
        (tcp.Flags & (TcpFlags.Ack | TcpFlags.Rst)) == 0 && tcp.Acknowledgment != 0;

    private void Illegal(scoped in Packet packet, scoped in Cursor cursor, int at, int length, string text) =>
        report.Add(FindingName.TcpFlagsIllegal, packet, cursor.Offset + at, length,
            new FindingDetail(text, (long)packet.Tcp.Flags));

    /// <summary>
    /// Urgent data is taken out of the stream by some receivers and left in by others (RFC 6093 s3): a way to show a monitor
    /// other bytes than the host. Telnet, FTP, rlogin and rsh use it by design.
    /// </summary>
    private void CheckUrgent(scoped in Packet packet, scoped in Cursor cursor)
    {
        if (packet.Tcp.Has(TcpFlags.Urg | TcpFlags.Ack) && packet.PayloadWireLength > 1
            && packet.Tcp.UrgentPointer <= packet.PayloadWireLength
            && !UsesUrgentData(packet.SourcePort) && !UsesUrgentData(packet.DestinationPort))
        {
            report.Add(FindingName.TcpUrgentMisuse, packet, cursor.Offset + 18, 2,
                new FindingDetail("urgent pointer {0} into {1} bytes of payload", packet.Tcp.UrgentPointer,
                    packet.PayloadWireLength));
        }
    }

    private static bool UsesUrgentData(ushort port) => port is 21 or 23 or 513 or 514;
}
