using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Smtp;

/// <summary>Limits of RFC 5321 s4.5.3.1, with what extensions add to MAIL and RCPT.</summary>
internal static class SmtpLengths
{
    /// <summary>512 and 1000 with the line's end.</summary>
    private const int LongestCommand = 510;
    private const int LongestText = 998;

    /// <summary>Room for SIZE, BODY, AUTH, DSN and the like (RFC 1870, 4954, 3461).</summary>
    private const int ExtensionRoom = 1100;
    private const int LongestPath = 256;

    public static void CheckCommand(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end, SmtpVerb verb)
    {
        var parameters = verb is SmtpVerb.Mail or SmtpVerb.Recipient;
        var limit = parameters ? LongestCommand + ExtensionRoom : LongestCommand;
        if (verb == SmtpVerb.Auth)
        {
            return; // as long as its mechanism needs: 12288 (RFC 4954 s4)
        }

        if (line.Length > limit || end == LineEnd.TooLong)
        {
            line.Report(context, FindingName.LineLengthExceeded, 0, line.Length, new FindingDetail("command line of {0} bytes or more", line.Length));
        }
        else if (parameters && PathOf(line.Bytes, out var start) is > LongestPath and var length)
        {
            line.Report(context, FindingName.LineLengthExceeded, start, length, new FindingDetail("path of {0} bytes, more than 256", length));
        }
    }

    public static void CheckText(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        if (line.Length > LongestText)
        {
            line.Report(context, FindingName.LineLengthExceeded, 0, line.Length, new FindingDetail("line of text of {0} bytes or more", line.Length));
        }
    }

    private static int PathOf(ReadOnlySpan<byte> line, out int start)
    {
        start = line.IndexOf((byte)'<');
        var end = start < 0 ? -1 : line[start..].IndexOf((byte)'>');
        return end < 0 ? 0 : end + 1;
    }
}
