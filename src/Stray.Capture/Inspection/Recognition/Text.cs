using System.Text;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>What the probes of line-based protocols share.</summary>
internal static class Text
{
    /// <summary>Whether the bytes begin with the prefix: Maybe when they end before it does.</summary>
    public static ProbeResult Begins(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> prefix)
    {
        var length = Math.Min(bytes.Length, prefix.Length);
        if (length == 0 || !Ascii.EqualsIgnoreCase(bytes[..length], prefix[..length]))
        {
            return ProbeResult.No;
        }

        return length == prefix.Length ? ProbeResult.Yes : ProbeResult.Maybe;
    }

    /// <summary>The verdict on the best of several prefixes.</summary>
    public static ProbeResult BeginsAny(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> spaced)
    {
        var best = ProbeResult.No;
        while (!spaced.IsEmpty && best != ProbeResult.Yes)
        {
            var end = spaced.IndexOf((byte)'|');
            var verdict = Begins(bytes, end < 0 ? spaced : spaced[..end]);
            best = verdict > best ? verdict : best;
            spaced = end < 0 ? default : spaced[(end + 1)..];
        }

        return best;
    }

    public static ProbeResult AtMost(ProbeResult verdict, ProbeResult limit) => verdict > limit ? limit : verdict;

    public static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        return end < 0 ? bytes : bytes[..end];
    }

    public static bool HasWholeLine(ReadOnlySpan<byte> bytes) => bytes.Contains((byte)'\n');

    public static bool IsPrintable(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);

    public static bool Contains(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> lowerCase)
    {
        for (var i = 0; i + lowerCase.Length <= bytes.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(bytes.Slice(i, lowerCase.Length), lowerCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A reply line of three digits and a space or hyphen (RFC 5321 s4.2, RFC 959 s4.2), beginning with one of the given digits.</summary>
    public static ProbeResult Reply(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> firstDigits)
    {
        for (var i = 0; i < Math.Min(bytes.Length, 3); i++)
        {
            if (!char.IsAsciiDigit((char)bytes[i]))
            {
                return ProbeResult.No;
            }
        }

        return bytes.IsEmpty || !firstDigits.Contains(bytes[0]) || (bytes.Length > 3 && bytes[3] is not ((byte)' ' or (byte)'-'))
            ? ProbeResult.No
            : ProbeResult.Maybe;
    }
}
