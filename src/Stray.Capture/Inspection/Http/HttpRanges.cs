namespace Stray.Capture.Inspection.Http;

/// <summary>Range and Content-Range (RFC 9110 s14.2, s14.4).</summary>
internal static class HttpRanges
{
    /// <summary>More ranges than a download manager or a PDF viewer asks for; the shape of range denial of service.</summary>
    private const int MostRanges = 200;

    public static string? CheckRange(ReadOnlySpan<byte> value)
    {
        var equals = value.IndexOf((byte)'=');
        if (equals <= 0 || !HttpSyntax.IsToken(value[..equals]))
        {
            return "Range does not parse";
        }

        if (!HttpSyntax.Is(value[..equals], "bytes"u8))
        {
            return null; // an extension unit, which the server ignores
        }

        var list = value[(equals + 1)..];
        var count = 0;
        while (HttpSyntax.TryNext(ref list, out var range))
        {
            if (!IsRange(range))
            {
                return "byte range does not parse, or ends before it begins";
            }

            if (++count > MostRanges)
            {
                return "more byte ranges than any client needs";
            }
        }

        return count == 0 ? "Range without a range" : null;
    }

    private static bool IsRange(ReadOnlySpan<byte> range)
    {
        var dash = range.IndexOf((byte)'-');
        if (dash < 0)
        {
            return false;
        }

        var (first, last) = (HttpSyntax.Decimal(range[..dash]), HttpSyntax.Decimal(range[(dash + 1)..]));
        return (dash == 0 || first >= 0) && (dash == range.Length - 1 || last >= 0) && range.Length > 1
            && (dash == 0 || dash == range.Length - 1 || last >= first);
    }

    /// <summary>Why Content-Range is invalid; null when it is sound, with the bytes it names (-1 for an unsatisfied range).</summary>
    public static string? CheckContentRange(ReadOnlySpan<byte> value, out long first, out long last)
    {
        first = last = -1;
        var space = value.IndexOf((byte)' ');
        if (space < 0 || !HttpSyntax.Is(value[..space], "bytes"u8))
        {
            return space > 0 ? "Content-Range unit is not bytes" : "Content-Range does not parse";
        }

        var rest = HttpSyntax.Trim(value[space..]);
        var slash = rest.IndexOf((byte)'/');
        var length = slash < 0 ? -2 : rest[(slash + 1)..].SequenceEqual("*"u8) ? long.MaxValue : HttpSyntax.Decimal(rest[(slash + 1)..]);
        if (length < 0)
        {
            return "Content-Range length does not parse";
        }

        var range = rest[..slash];
        if (range.SequenceEqual("*"u8))
        {
            return length == long.MaxValue ? "Content-Range says nothing" : null;
        }

        var dash = range.IndexOf((byte)'-');
        var from = dash < 0 ? -1 : HttpSyntax.Decimal(range[..dash]);
        var to = dash < 0 ? -1 : HttpSyntax.Decimal(range[(dash + 1)..]);
        if (from < 0 || to < from || to >= length)
        {
            return "Content-Range does not parse, or contradicts its length";
        }

        (first, last) = (from, to);
        return null;
    }
}
