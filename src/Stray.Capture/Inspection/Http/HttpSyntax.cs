using System.Buffers;
using System.Text;

namespace Stray.Capture.Inspection.Http;

/// <summary>Character classes and numbers of HTTP (RFC 9110 s5.6, RFC 3986).</summary>
internal static class HttpSyntax
{
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>RFC 9110 s5.6.2.</summary>
    public static readonly SearchValues<byte> Token = SearchValues.Create(Encoding.ASCII.GetBytes(Alphanumeric + "!#$%&'*+-.^_`|~"));

    /// <summary>unreserved, sub-delims and "%" of RFC 3986 s3.2.2: what a registered name may hold.</summary>
    public static readonly SearchValues<byte> RegisteredName = SearchValues.Create(Encoding.ASCII.GetBytes(Alphanumeric + "-._~!$&'()*+,;=%"));

    /// <summary>pchar, "/", "?" and, though it belongs to no request target, "#", which is only sloppy.</summary>
    public static readonly SearchValues<byte> Target = SearchValues.Create(Encoding.ASCII.GetBytes(Alphanumeric + "-._~!$&'()*+,;=%:@/?#[]"));

    /// <summary>What stands between the brackets of an IP literal.</summary>
    public static readonly SearchValues<byte> IpLiteral = SearchValues.Create("0123456789abcdefABCDEF:.%vV"u8);

    public static readonly SearchValues<byte> DottedDecimal = SearchValues.Create("0123456789."u8);

    /// <summary>RFC 4648 s4 and s5.</summary>
    public static readonly SearchValues<byte> Base64 = SearchValues.Create(Encoding.ASCII.GetBytes(Alphanumeric + "+/-_="));

    /// <summary>Controls that no field value may hold: all but HTAB (RFC 9110 s5.5).</summary>
    public static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(c => c != '\t').Append(127).Select(c => (byte)c)]);

    public static bool IsToken(ReadOnlySpan<byte> text) => text.Length > 0 && text.IndexOfAnyExcept(Token) < 0;

    /// <summary>Whether <paramref name="text"/> is <paramref name="lower"/> in any case; the latter in lower case.</summary>
    public static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => Ascii.EqualsIgnoreCase(text, lower);

    public static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length >= lower.Length && Ascii.EqualsIgnoreCase(text[..lower.Length], lower);

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t"u8);

    /// <summary>A decimal of digits only; -1 when it is none or exceeds 2^62.</summary>
    public static long Decimal(ReadOnlySpan<byte> text)
    {
        var value = text.Length == 0 ? -1L : 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9' || value > 1L << 58)
            {
                return -1;
            }

            value = (value * 10) + (c - '0');
        }

        return value;
    }

    public static int Hex(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };

    /// <summary>Takes the next element of a comma-separated list off its front, trimmed; false at the end.</summary>
    public static bool TryNext(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> element)
    {
        element = default;
        while (list.Length > 0 && element.Length == 0)
        {
            var comma = list.IndexOf((byte)',');
            element = Trim(comma < 0 ? list : list[..comma]);
            list = comma < 0 ? default : list[(comma + 1)..];
        }

        return element.Length > 0;
    }
}
