using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Ip;

/// <summary>IPv4 options: kind, length, and the inner shape of those that have one (RFC 791 s3.1, RFC 7126).</summary>
internal sealed class Ipv4Options(DecodingReport report)
{
    private const byte End = 0, NoOperation = 1, RecordRoute = 7, QuickStart = 25, Timestamp = 68, Security = 130,
        LooseRoute = 131,
        CommercialSecurity = 134, StreamId = 136, StrictRoute = 137, RouterAlert = 148;

    public void Check(scoped in Packet packet, scoped in Cursor cursor, int headerLength)
    {
        var offset = cursor.Offset + Ipv4Header.Size;
        var wireEnd = cursor.Offset + headerLength;
        var end = Math.Min(wireEnd, cursor.End);
        Span<ulong> seen = stackalloc ulong[4];
        seen.Clear();
        while (offset < end)
        {
            var length = Length(packet, offset, end, wireEnd, seen);
            if (length == 0)
            {
                return;
            }

            offset += length;
        }
    }

    /// <summary>Length of the option at the offset; 0 when the list ends there.</summary>
    private int Length(scoped in Packet packet, int offset, int end, int wireEnd, Span<ulong> seen)
    {
        var kind = packet.Bytes[offset];
        if (kind is End or NoOperation)
        {
            return kind;
        }

        if (wireEnd - offset < 2)
        {
            return Malformed(packet, offset, 1, "option {0} has no length and no end of options", kind);
        }

        if (end - offset < 2)
        {
            return 0; // cut by the snaplen
        }

        var length = packet.Bytes[offset + 1];
        if (length < 2 || length > wireEnd - offset)
        {
            return Malformed(packet, offset, 2, "option {0} of length {1} does not fit the header", kind, length);
        }

        if ((seen[kind >> 6] & (1UL << (kind & 63))) != 0)
        {
            Malformed(packet, offset, length, "option {0} appears twice", kind);
        }

        seen[kind >> 6] |= 1UL << (kind & 63);
        if (!IsAssigned(kind))
        {
            Malformed(packet, offset, length, "option {0} is not assigned", kind);
        }

        if (length <= end - offset && !IsShaped(kind, packet.Bytes.Slice(offset, length)))
        {
            Malformed(packet, offset, length, "option {0} of length {1} is malformed", kind, length);
        }

        return length;
    }

    private int Malformed(scoped in Packet packet, int offset, int length, string text, long first, long second = 0)
    {
        report.Add(FindingName.Ipv4OptionsMalformed, packet, offset, length, new FindingDetail(text, first, second));
        return 0;
    }

    private static bool IsAssigned(byte kind) =>
        kind is RecordRoute or 10 or 11 or 12 or 15 or QuickStart or 30 or Timestamp or 82 or 94
        or Security or LooseRoute or 133 or CommercialSecurity or StreamId or StrictRoute or 142 or 144 or 145 or 147 or RouterAlert
        or 149 or 151 or 152 or 158 or 205 or 222;

    private static bool IsShaped(byte kind, ReadOnlySpan<byte> option) => kind switch
    {
        RecordRoute or LooseRoute or StrictRoute => option.Length >= 3 && IsRoute(option),
        Timestamp => option.Length >= 4 && IsTimestamp(option),
        QuickStart => option.Length >= 8,
        Security => option.Length >= 3, // 11 in RFC 791, variable in RFC 1108
        StreamId or RouterAlert => option.Length == 4,
        CommercialSecurity => option.Length >= 6 && AreTags(option[6..]),
        _ => true,
    };

    // The pointer is 1-based, names an address slot and may point just behind the last one.
    private static bool IsRoute(ReadOnlySpan<byte> option) =>
        option[2] >= 4 && option[2] % 4 == 0 && option[2] <= option.Length + 1;

    private static bool IsTimestamp(ReadOnlySpan<byte> option)
    {
        var record = (option[3] & 0xF) is 1 or 3 ? 8 : 4;
        return option[2] >= 5 && (option[2] - 5) % record == 0 && option[2] <= option.Length + 1;
    }

    /// <summary>CIPSO tags: type, length, and an alignment octet of zero in types 1, 2, 5 and 6 (FIPS 188).</summary>
    private static bool AreTags(ReadOnlySpan<byte> tags)
    {
        while (tags.Length > 0)
        {
            if (tags.Length < 4 || tags[1] < 4 || tags[1] > tags.Length || tags[0] == 0
                || (tags[0] is 1 or 2 or 5 or 6 && tags[2] != 0))
            {
                return false;
            }

            tags = tags[tags[1]..];
        }

        return true;
    }
}
