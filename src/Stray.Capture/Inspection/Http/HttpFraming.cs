using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http;

/// <summary>What follows a header (RFC 9112 s6.3), and what only the whole header shows to be wrong.</summary>
internal static class HttpFraming
{
    public static void CheckRequest(scoped in InspectionContext context, HttpMessage message)
    {
        if (message.Version == 11 && !message.Has(HttpField.Host))
        {
            Report(context, FindingName.HttpHostHeaderInvalid, message, "HTTP/1.1 request without Host");
        }

        if (message.ExpectsContinue && message.ContentLength == 0)
        {
            Report(context, FindingName.HttpContentLengthInvalid, message, "Expect: 100-continue with Content-Length 0");
        }

        if (!message.Has(HttpField.UserAgent) && message.Method is HttpMethod.Get or HttpMethod.Post or HttpMethod.Head)
        {
            Report(context, FindingName.HttpHeaderSuspicious, message, "request without User-Agent");
        }
    }

    public static void CheckResponse(scoped in InspectionContext context, HttpMessage message, HttpMethod method)
    {
        var length = message.RangeLast - message.RangeFirst + 1;
        if (message.RangeFirst >= 0 && message.ContentLength >= 0 && message.ContentLength != length && method != HttpMethod.Head)
        {
            var at = message.RangeAt;
            context.ReportAt(FindingName.HttpRangeInvalid, at.Frame, at.Offset, Math.Min(message.RangeLength, at.Length), at.Time,
                new("Content-Range names {0} bytes, Content-Length {1}", length, message.ContentLength));
        }
    }

    /// <summary>Sets the phase, and the bytes to come, that the header announces.</summary>
    /// <param name="method">The request's method, for responses; it can rule out a body.</param>
    public static void Begin(HttpStream stream, HttpMethod method)
    {
        var message = stream.Message;
        var bodiless = message.IsResponse && (method == HttpMethod.Head || message.Status is 204 or 304);
        if (bodiless)
        {
            stream.Phase = HttpPhase.StartLine;
        }
        else if (message.HasTransferCoding)
        {
            stream.Phase = message.IsChunked ? HttpPhase.ChunkSize : Unframed(message);
        }
        else if (message.Has(HttpField.ContentLength))
        {
            stream.Phase = message.ContentLengthInvalid ? Unframed(message) : HttpPhase.Body;
            stream.Remaining = message.ContentLength;
        }
        else
        {
            stream.Phase = message.IsResponse ? HttpPhase.BodyUntilClose : HttpPhase.StartLine;
        }
    }

    /// <summary>A response goes on until close; a request whose length is unknown cannot be told from the next.</summary>
    private static HttpPhase Unframed(HttpMessage message) => message.IsResponse ? HttpPhase.BodyUntilClose : HttpPhase.Resync;

    private static void Report(scoped in InspectionContext context, FindingName name, HttpMessage message, string why)
    {
        var at = message.StartAt;
        context.ReportAt(name, at.Frame, at.Offset, Math.Min(message.StartLength, at.Length), at.Time, why);
    }
}
