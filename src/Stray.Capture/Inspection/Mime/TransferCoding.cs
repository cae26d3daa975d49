using System.Buffers;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Mime;

/// <summary>Content-Transfer-Encoding as far as it can be broken.</summary>
internal enum TransferCoding : byte
{
    Plain,
    Base64,
    QuotedPrintable,
}

/// <summary>RFC 2045 s6.7 and s6.8, line by line.</summary>
internal static class TransferCodings
{
    private static readonly SearchValues<byte> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r"u8);

    public static void Check(scoped in InspectionContext context, scoped in PlacedBytes line, TransferCoding coding)
    {
        var bytes = line.Bytes;
        if (coding == TransferCoding.Base64 && bytes.IndexOfAnyExcept(Base64) is >= 0 and var foreign)
        {
            line.Report(context, FindingName.MimeStructureMalformed, foreign, 1, new FindingDetail("byte {0:x2} in base64", bytes[foreign]));
        }
        else if (coding == TransferCoding.QuotedPrintable && BrokenEscape(bytes) is >= 0 and var broken)
        {
            line.Report(context, FindingName.MimeStructureMalformed, broken, Math.Min(3, bytes.Length - broken), "'=' without two hex digits in quoted-printable");
        }
    }

    private static int BrokenEscape(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimEnd(" \t\r"u8);
        for (var i = 0; i < bytes.Length - 1; i++)
        {
            var next = bytes[i..].IndexOf((byte)'=');
            if (next < 0 || i + next == bytes.Length - 1)
            {
                return -1; // none, or a soft line break
            }

            i += next;
            if (i + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[i + 1]) || !char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                return i;
            }
        }

        return -1;
    }
}
