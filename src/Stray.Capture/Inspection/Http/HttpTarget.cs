using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http;

/// <summary>Request targets (RFC 9112 s3.2) and their percent encoding (RFC 3986 s2.1).</summary>
internal static class HttpTarget
{
    private const int Inspected = 2048;

    public static void Check(scoped in InspectionContext context, scoped in PlacedBytes target, HttpMessage message)
    {
        var text = target.Bytes;
        if (message.Method == HttpMethod.Connect)
        {
            CheckAuthority(context, target, message);
            return;
        }

        var scheme = text.IndexOf("://"u8);
        if (scheme > 0 && text[0] != '/' && text[..scheme].IndexOfAnyExcept(HttpSyntax.Token) < 0)
        {
            var authority = text[(scheme + 3)..];
            var end = authority.IndexOfAny("/?#"u8);
            CheckAuthority(context, target.Slice(scheme + 3, end < 0 ? authority.Length : end), message);
        }

        CheckEncoding(context, target);
        CheckAttack(context, target);
    }

    private static void CheckAuthority(scoped in InspectionContext context, scoped in PlacedBytes authority, HttpMessage message)
    {
        var fault = HttpHost.Check(authority.Bytes, out var host, out var at);
        if (fault is not null || host.Length == 0)
        {
            authority.Report(context, FindingName.HttpHostHeaderInvalid, at, Math.Max(1, authority.Length - at),
                fault ?? "host in the target is empty");
            return;
        }

        message.TargetHost = HttpHost.HashOf(host);
    }

    private static void CheckEncoding(scoped in InspectionContext context, scoped in PlacedBytes target)
    {
        var text = target.Bytes;
        var special = text.IndexOfAnyExcept(HttpSyntax.Target);
        if (special >= 0)
        {
            Anomaly(context, target, special, 1, "character that must be percent-encoded");
        }

        var query = text.IndexOf((byte)'?');
        for (var at = text.IndexOf((byte)'%'); at >= 0 && at < text.Length;)
        {
            var fault = FaultAt(text, at, inPath: query < 0 || at < query);
            if (fault is not null)
            {
                Anomaly(context, target, at, Math.Min(3, text.Length - at), fault);
                return;
            }

            var next = text[(at + 3)..].IndexOf((byte)'%');
            at = next < 0 ? -1 : at + 3 + next;
        }
    }

    /// <summary>Queries quote whole URLs, encoded twice by right; a path does not.</summary>
    private static string? FaultAt(ReadOnlySpan<byte> text, int at, bool inPath)
    {
        if (at + 2 >= text.Length)
        {
            return "percent encoding ends with the target";
        }

        var (high, low) = (HttpSyntax.Hex(text[at + 1]), HttpSyntax.Hex(text[at + 2]));
        if (high < 0 || low < 0)
        {
            return "percent sign without two hex digits";
        }

        var value = (high << 4) | low;
        var twice = value == '%' && at + 4 < text.Length && HttpSyntax.Hex(text[at + 3]) >= 0 && HttpSyntax.Hex(text[at + 4]) >= 0;
        return value == 0 ? "encoded NUL" : twice && inPath ? "percent encoding is encoded itself" : null;
    }

    /// <summary>Traversal and injection as scanners send them: the shapes nDPI's "HTTP Susp URL" is about.</summary>
    private static void CheckAttack(scoped in InspectionContext context, scoped in PlacedBytes target)
    {
        var text = target.Bytes[..Math.Min(target.Length, Inspected)];
        if (text.IndexOfAny("%<'+;"u8) < 0 && text.IndexOf(".."u8) < 0 && text.IndexOf("/etc/"u8) < 0)
        {
            return;
        }

        Span<byte> lower = stackalloc byte[Inspected];
        lower = lower[..text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            lower[i] = text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i];
        }

        var at = AttackAt(lower, out var length);
        if (at >= 0)
        {
            Anomaly(context, target, at, length, "path traversal or injection");
        }
    }

    private static int AttackAt(ReadOnlySpan<byte> lower, out int length)
    {
        var at = Find(lower, "/../"u8, "..%2f"u8, out length);
        at = at >= 0 ? at : Find(lower, "%2e%2e"u8, "/etc/passwd"u8, out length);
        at = at >= 0 ? at : Find(lower, "<script"u8, "%3cscript"u8, out length);
        at = at >= 0 ? at : Find(lower, "union+select"u8, "union%20select"u8, out length);
        at = at >= 0 ? at : Find(lower, "union%20all%20select"u8, "union+all+select"u8, out length);
        at = at >= 0 ? at : Find(lower, "'%20or%20"u8, "%27%20or%20"u8, out length);
        at = at >= 0 ? at : Find(lower, "'+or+"u8, "%27+or+"u8, out length);
        return at >= 0 ? at : Find(lower, ";wget+"u8, "$%7bjndi:"u8, out length);
    }

    private static int Find(ReadOnlySpan<byte> lower, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, out int length)
    {
        var at = lower.IndexOf(a);
        length = at >= 0 ? a.Length : b.Length;
        return at >= 0 ? at : lower.IndexOf(b);
    }

    private static void Anomaly(scoped in InspectionContext context, scoped in PlacedBytes target, int at, int length, string why) =>
        target.Report(context, FindingName.HttpUriEncodingAnomaly, at, length, why);
}
