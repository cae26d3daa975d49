using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Transport;

/// <summary>
/// TCP options (RFC 9293 s3.2 and the registry's RFCs): lengths, repetitions, and the values the flow stage needs.
/// </summary>
internal sealed class TcpOptions(DecodingReport report)
{
    private const byte End = 0, NoOperation = 1, MaximumSegment = 2, WindowScale = 3, SackPermitted = 4, Sack = 5, Timestamps = 8,
        Md5 = 19, QuickStart = 27, UserTimeout = 28, Authentication = 29, Multipath = 30, FastOpen = 34, Experiment = 254;

    /// <summary>NOP NOP Timestamps(10), how nearly every segment of a live connection looks.</summary>
    private const uint AlignedTimestamps = 0x0101080A;
    private const int LargestWindowScale = 14;

    public void Decode(ref Packet packet, scoped in Cursor cursor, int headerLength)
    {
        var wire = headerLength - TcpHeader.Size;
        var offset = cursor.Offset + TcpHeader.Size;
        var captured = Math.Min(wire, cursor.End - offset);
        if (captured == 12 && BinaryPrimitives.ReadUInt32BigEndian(packet.Bytes[offset..]) == AlignedTimestamps)
        {
            Stamp(packet.Bytes.Slice(offset + 2, 10), ref packet.Tcp);
            return;
        }

        Walk(ref packet, offset, captured, wire);
    }

    private void Walk(ref Packet packet, int offset, int captured, int wire)
    {
        ulong seen = 0;
        while (captured > 0)
        {
            var kind = packet.Bytes[offset];
            if (kind == End)
            {
                return;
            }

            var length = 1;
            if (kind != NoOperation)
            {
                if (captured < 2)
                {
                    return; // a last lone byte: padding of stacks that do not know better, or the snaplen
                }

                length = packet.Bytes[offset + 1];
                if (length < 2 || length > wire)
                {
                    Malformed(packet, offset, 2, "option {0} of length {1} does not fit the header", kind, length);
                    return;
                }

                if (length > captured)
                {
                    return;
                }

                One(ref packet, offset, length, ref seen);
            }

            offset += length;
            captured -= length;
            wire -= length;
        }
    }

    private void One(ref Packet packet, int offset, int length, ref ulong seen)
    {
        var option = packet.Bytes.Slice(offset, length);
        if (!IsLengthValid(option))
        {
            Malformed(packet, offset, length, "option {0} has length {1}", option[0], length);
            return;
        }

        if (option[0] is MaximumSegment or WindowScale or SackPermitted or Sack or Timestamps)
        {
            var bit = 1UL << option[0];
            if ((seen & bit) != 0)
            {
                Malformed(packet, offset, length, "option {0} appears twice", option[0]);
            }

            seen |= bit;
        }

        Take(option, offset, ref packet);
    }

    private void Take(ReadOnlySpan<byte> option, int offset, ref Packet packet)
    {
        switch (option[0])
        {
            case MaximumSegment:
                packet.Tcp.MaximumSegmentSize = BinaryPrimitives.ReadUInt16BigEndian(option[2..]);
                break;
            case WindowScale:
                packet.Tcp.WindowScale = (sbyte)Math.Min(option[2], (byte)LargestWindowScale);
                Scale(packet, offset, option[2]);
                break;
            case SackPermitted:
                packet.Tcp.SackPermitted = true;
                break;
            case Timestamps:
                Stamp(option, ref packet.Tcp);
                break;
            case FastOpen:
            case Experiment when option.Length >= 4
                && BinaryPrimitives.ReadUInt16BigEndian(option[2..]) == 0xF989: // RFC 7413 s4.1.1 before its number
                packet.Tcp.HasFastOpen = true;
                break;
        }
    }

    private void Scale(scoped in Packet packet, int offset, byte shift)
    {
        if (shift > LargestWindowScale)
        {
            report.Add(FindingName.TcpWindowScaleOutOfRange, packet, offset + 2, 1,
                new FindingDetail("window scale {0} is above 14", shift));
        }
    }

    private static void Stamp(ReadOnlySpan<byte> option, ref TcpSegment segment)
    {
        segment.HasTimestamps = true;
        segment.TimestampValue = BinaryPrimitives.ReadUInt32BigEndian(option[2..]);
        segment.TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(option[6..]);
    }

    private void Malformed(scoped in Packet packet, int offset, int length, string text, long first, long second = 0) =>
        report.Add(FindingName.TcpOptionsMalformed, packet, offset, length, new FindingDetail(text, first, second));

    private static bool IsLengthValid(ReadOnlySpan<byte> option) => option[0] switch
    {
        MaximumSegment => option.Length == 4,
        WindowScale => option.Length == 3,
        SackPermitted => option.Length == 2,
        Sack => option.Length is 10 or 18 or 26 or 34,
        Timestamps => option.Length == 10,
        Md5 => option.Length == 18,
        QuickStart => option.Length == 8,
        UserTimeout => option.Length == 4,
        Authentication => option.Length >= 4,
        Multipath => MultipathOption.IsLengthValid(option),
        FastOpen => option.Length is 2 or (>= 6 and <= 18 and (6 or 8 or 10 or 12 or 14 or 16 or 18)),
        _ => true,
    };
}
