using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Sip;

/// <summary>Checks a SIP message's start line and headers (RFC 3261 s7, s20.14).</summary>
internal static class SipMessage
{
    public const long NoLength = -1;

    /// <summary>No message passes more elements with an ordinary Max-Forwards (RFC 3261 s8.1.1.6).</summary>
    private const int MaximumPath = 70;

    private const int MaximumDigits = 9;

    /// <summary>Whether the first line claims to be SIP's; anything else is a keep-alive or no business of ours.</summary>
    public static bool IsClaimed(ReadOnlySpan<byte> message)
    {
        var end = message.IndexOfAny((byte)'\r', (byte)'\n');
        return (end < 0 ? message : message[..end]).IndexOf("SIP/"u8) >= 0;
    }

    public static bool IsResponse(ReadOnlySpan<byte> message) => message.StartsWith("SIP/"u8);

    /// <param name="head">Start line and headers.</param>
    /// <returns>What Content-Length says, or <see cref="NoLength"/>; its place in <paramref name="lengthAt"/>.</returns>
    public static long Check(scoped in InspectionContext context, scoped in PlacedBytes head, out int lengthAt)
    {
        lengthAt = 0;
        var length = NoLength;
        var path = 0;
        var first = true;
        for (var at = 0; at < head.Length;)
        {
            var end = head.Bytes[at..].IndexOf((byte)'\n');
            if (end < 0)
            {
                break; // the snaplen cut it
            }

            var line = head.Bytes.Slice(at, end).TrimEnd((byte)'\r');
            if (line.IsEmpty)
            {
                break;
            }

            if (first)
            {
                CheckStart(context, head, line.Length);
                first = false;
            }
            else if (line[0] is not ((byte)' ' or (byte)'\t'))
            {
                CheckHeader(context, head, at, line, ref path, ref length, ref lengthAt);
            }

            at += end + 1;
        }

        return length;
    }

    private static void CheckStart(scoped in InspectionContext context, scoped in PlacedBytes head, int length)
    {
        var line = head.Bytes[..length];
        if (IsResponse(line))
        {
            if (!line.StartsWith("SIP/2.0 "u8) || line.Length < 11 || line[8] is < (byte)'1' or > (byte)'6'
                || line[9..11].ContainsAnyExceptInRange((byte)'0', (byte)'9') || (line.Length > 11 && line[11] != (byte)' '))
            {
                Report(context, head, 0, length, "status line is not SIP/2.0, three digits and a reason");
            }

            return;
        }

        var method = line.IndexOf((byte)' ');
        var version = line.LastIndexOf((byte)' ');
        if (method <= 0 || version <= method + 1 || line[..method].IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0)
        {
            Report(context, head, 0, length, "request line is not method, target and version");
        }
        else if (!line[(version + 1)..].SequenceEqual("SIP/2.0"u8))
        {
            Report(context, head, version + 1, length - version - 1, "version of the request is not SIP/2.0");
        }
    }

    private static void CheckHeader(
        scoped in InspectionContext context, scoped in PlacedBytes head, int at, ReadOnlySpan<byte> line, ref int path, ref long length, ref int lengthAt)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? default : line[..colon].TrimEnd(" \t"u8);
        if (name.IsEmpty)
        {
            Report(context, head, at, line.Length, "header field without a name");
        }
        else if (Is(name, "Content-Length"u8, (byte)'l'))
        {
            var value = line[(colon + 1)..].Trim(" \t"u8);
            lengthAt = at;
            length = ReadLength(value);
            if (length == NoLength)
            {
                Report(context, head, at, line.Length, "Content-Length is no number of bytes");
            }
        }
        else if (Is(name, "Via"u8, (byte)'v') && ++path == MaximumPath + 1)
        {
            Report(context, head, at, line.Length, new FindingDetail("more than {0} elements in the path", MaximumPath));
        }
    }

    private static long ReadLength(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.Length > MaximumDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return NoLength;
        }

        long length = 0;
        foreach (var digit in value)
        {
            length = (length * 10) + (digit - '0');
        }

        return length;
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> full, byte compact) =>
        name.Length == 1 ? (name[0] | 0x20) == compact : System.Text.Ascii.EqualsIgnoreCase(name, full);

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.SipMessageMalformed, offset, length, detail);
}
