using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http;

/// <summary>HTTP-version SP status-code [ SP reason ] (RFC 9112 s4).</summary>
internal static class StatusLine
{
    public static StartLine Read(scoped in InspectionContext context, scoped in PlacedBytes line, HttpMessage message)
    {
        message.Begin(response: true, line);
        var text = line.Bytes;
        if (text.StartsWith("ICY "u8)) // Shoutcast servers, an HTTP/1.0 under its own name
        {
            message.Version = 10;
            return ReadStatus(context, line, 4, message);
        }

        if (!HttpSyntax.StartsWith(text, "http/"u8))
        {
            return StartLine.Junk;
        }

        var space = text.IndexOf((byte)' ');
        var version = text[..(space < 0 ? text.Length : space)];
        message.Version = HttpVersion.Of(version);
        if (!HttpVersion.IsSpoken(message.Version))
        {
            line.Report(context, FindingName.HttpVersionMismatch, 0, version.Length,
                "status line's version is not HTTP/1.x");
        }

        return ReadStatus(context, line, version.Length + 1, message);
    }

    private static StartLine ReadStatus(scoped in InspectionContext context, scoped in PlacedBytes line, int at, HttpMessage message)
    {
        var rest = line.Bytes[Math.Min(at, line.Length)..];
        var space = rest.IndexOf((byte)' ');
        var code = space < 0 ? rest : rest[..space];
        var status = code.Length == 3 ? HttpSyntax.Decimal(code) : -1;
        message.Status = (int)Math.Max(status, 0);
        if (status < 100)
        {
            line.Report(context, FindingName.HttpVersionMismatch, Math.Min(at, line.Length), Math.Max(1, code.Length),
                "status code is not three digits from 100 on");
        }

        return StartLine.Message;
    }
}
