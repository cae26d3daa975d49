using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http;

/// <summary>method SP request-target SP HTTP-version (RFC 9112 s3).</summary>
internal static class RequestLine
{
    /// <summary>Reads the line into <paramref name="message"/>; says nothing about junk, which the caller knows the context of.</summary>
    public static StartLine Read(scoped in InspectionContext context, scoped in PlacedBytes line, HttpMessage message)
    {
        message.Begin(response: false, line);
        var whole = line.Bytes;
        if (whole.SequenceEqual("PRI * HTTP/2.0"u8))
        {
            return StartLine.Http2Preface;
        }

        var start = whole.IndexOfAnyExcept(" \t"u8);
        var text = whole[Math.Max(start, 0)..].TrimEnd(" \t"u8);
        var space = text.IndexOfAny(" \t"u8);
        var (target, version) = space < 0 ? (text.Length..text.Length, -1) : Split(text, space);
        var method = text[..(space < 0 ? text.Length : space)];
        message.Method = HttpMethods.Of(method);
        if (version < 0 && message.Method == HttpMethod.Unknown)
        {
            return StartLine.Junk;
        }

        CheckShape(context, line, start, text.Length);
        CheckMethod(context, line.Slice(start, method.Length), message.Method);
        if (version >= 0)
        {
            CheckVersion(context, line, start + version, text[version..], message);
        }
        else
        {
            message.Version = HttpMessage.SimpleVersion;
            _ = message.Method != HttpMethod.Get && Malformed(context, line, start, text.Length, "no version, and no HTTP/0.9 method");
        }

        var (at, length) = target.GetOffsetAndLength(text.Length);
        if (length == 0)
        {
            Malformed(context, line, start, text.Length, "request target is missing");
        }
        else
        {
            var slice = line.Slice(start + at, length);
            HttpTarget.Check(context, slice, message);
            Count(context.App.Http!, slice.Bytes);
        }

        return version < 0 ? StartLine.Simple : StartLine.Message;
    }

    /// <summary>Where the target and the version lie; the version starts at -1 when there is none.</summary>
    private static (Range Target, int Version) Split(ReadOnlySpan<byte> text, int space)
    {
        var from = space + Math.Max(text[space..].IndexOfAnyExcept(" \t"u8), 0);
        var last = text.LastIndexOfAny(" \t"u8) + 1;
        if (!HttpSyntax.StartsWith(text[last..], "http/"u8))
        {
            return (from..text.Length, -1);
        }

        var to = last <= from ? from : from + text[from..last].TrimEnd(" \t"u8).Length;
        return (from..to, last);
    }

    private static void Count(HttpFacts facts, ReadOnlySpan<byte> target)
    {
        facts.TargetBytes += target.Length;
        facts.LongestTarget = Math.Max(facts.LongestTarget, target.Length);
        facts.TargetEntropy += ByteEntropy.Of(target);
    }

    private static void CheckShape(scoped in InspectionContext context, scoped in PlacedBytes line, int start, int length)
    {
        if (start > 0)
        {
            Malformed(context, line, 0, start, "whitespace before the method");
        }

        var spaces = 0;
        for (var i = start; i < line.Length; i++)
        {
            var c = line.Bytes[i];
            spaces += c == ' ' ? 1 : 0;
            if (c == '\t' || (c == ' ' && (spaces > 2 || i >= start + length)))
            {
                Malformed(context, line, i, 1, c == '\t' ? "tab as delimiter" : "more than method, target and version");
                return;
            }
        }
    }

    private static void CheckMethod(scoped in InspectionContext context, scoped in PlacedBytes method, HttpMethod known)
    {
        var bad = method.Bytes.IndexOfAnyExcept(HttpSyntax.Token);
        if (bad >= 0)
        {
            Malformed(context, method, bad, 1, "method is no token");
        }
        else if (known == HttpMethod.Unknown)
        {
            method.Report(context, FindingName.HttpMethodUnknown, 0, method.Length, "method is not registered");
        }
    }

    private static void CheckVersion(
        scoped in InspectionContext context, scoped in PlacedBytes line, int at, ReadOnlySpan<byte> text, HttpMessage message)
    {
        message.Version = HttpVersion.Of(text);
        if (HttpVersion.IsSpoken(message.Version))
        {
            return;
        }

        if (text.StartsWith("HTTP/"u8))
        {
            line.Report(context, FindingName.HttpVersionMismatch, at, text.Length, "request's version is not HTTP/1.x");
        }
        else
        {
            Malformed(context, line, at, Math.Min(4, text.Length), "protocol name is not in upper case");
        }
    }

    internal static bool Malformed(scoped in InspectionContext context, scoped in PlacedBytes line, int at, int length, string why)
    {
        line.Report(context, FindingName.HttpRequestLineMalformed, at, length, why);
        return true;
    }
}
