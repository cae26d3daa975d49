using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http;

/// <summary>What a header makes of the connection.</summary>
internal enum HttpSwitch : byte
{
    None,
    Tunnel,
    WebSocket,
    Http2,
    Other,
}

/// <summary>Both sides as one conversation: which response answers which request, and what lies between messages.</summary>
internal sealed class HttpConversation
{
    private readonly PendingRequests _pending = new();

    /// <summary>Bytes were lost: a request may have gone with them, so that "without request" can no longer be said.</summary>
    private bool _uncertain;
    private bool _afterSimple;
    private bool _answeredEarly;

    /// <summary>The body of the current response.</summary>
    public BodyHead Head { get; } = new();

    public void Reset()
    {
        _pending.Clear();
        Head.Reset();
        _uncertain = _afterSimple = _answeredEarly = false;
    }

    public void Lose()
    {
        _uncertain = true;
        _pending.Clear();
        Head.Abandon();
    }

    /// <summary>RFC 9112 s2.2: a server skips one empty line before a request; a response has none before it.</summary>
    public void TakeEmpty(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end, HttpStream stream, bool isClient)
    {
        stream.EmptyLines++;
        if (isClient && stream.EmptyLines == 2 && !_afterSimple)
        {
            RequestLine.Malformed(context, line, 0, 2, "empty lines in place of a request");
        }
        else if (!isClient && end == LineEnd.Lf && context.App.Http!.Responses > 0)
        {
            // Sloppy servers end a body with CRLF more than they count; other bytes are not theirs to add.
            line.Report(context, FindingName.HttpUnexpectedData, 0, 1, "byte after the response's body");
        }
    }

    public StartLine ReadRequest(scoped in InspectionContext context, scoped in PlacedBytes line, HttpStream stream)
    {
        if (_afterSimple && line.Bytes.IndexOf((byte)':') > 0 && line.Bytes.IndexOf(" HTTP/"u8) < 0)
        {
            RequestLine.Malformed(context, line, 0, line.Length, "header after a request line without version");
            return StartLine.Message; // the header goes on with the request already counted
        }

        return RequestLine.Read(context, line, stream.Message);
    }

    /// <summary>An HTTP/0.9 request is complete with its line.</summary>
    public void TakeSimple(scoped in InspectionContext context, HttpStream stream)
    {
        _afterSimple = true;
        if (_answeredEarly)
        {
            ReportStart(context, FindingName.HttpVersionMismatch, stream.Message, "HTTP/0.9 request on a connection answered in HTTP/1.x");
        }

        Remember(context, stream.Message, simple: true);
    }

    public void TakeJunk(scoped in InspectionContext context, scoped in PlacedBytes line, HttpStream stream, bool isClient)
    {
        stream.Phase = ++stream.Junk >= HttpStream.MostJunk ? HttpPhase.Ended : stream.Phase;
        if (isClient)
        {
            var later = context.App.Http!.Requests > 0;
            line.Report(context, later ? FindingName.HttpUnexpectedData : FindingName.HttpRequestLineMalformed, 0, line.Length,
                later ? "bytes after a request that are no request" : "request line does not parse");
            return;
        }

        if (_pending.TryPeek(out _, out var simple) && simple)
        {
            _pending.Remove();
            stream.Phase = HttpPhase.BodyUntilClose;
        }
        else if (context.App.Http!.Requests > 0 || context.App.Http.Responses > 0)
        {
            line.Report(context, FindingName.HttpUnexpectedData, 0, line.Length, "bytes between responses that are none");
        }
        else if (IsCertain(context))
        {
            line.Report(context, FindingName.HttpResponseWithoutRequest, 0, line.Length, "server speaks before any request");
        }
    }

    /// <summary>Bytes that never became a line, when the flow ends.</summary>
    public void CheckLeftover(scoped in InspectionContext context, HttpStream stream, bool isClient)
    {
        if (stream.Lines.Partial is not { Length: > 0 } partial || context.App.Http is not { } facts)
        {
            return;
        }

        var rest = new PlacedBytes(partial);
        var other = isClient
            ? facts.Requests > 0 && HttpProbe.Probe(rest.Bytes, context.Side, udp: false) == ProbeResult.No
            : facts.Responses > 0 && !"HTTP/"u8.StartsWith(rest.Bytes[..Math.Min(5, rest.Length)]);
        if (other && rest.Bytes.IndexOfAnyExcept("\r\n"u8) >= 0)
        {
            rest.Report(context, FindingName.HttpUnexpectedData, 0, rest.Length, "bytes after the last message");
        }
    }

    public HttpSwitch EndRequest(scoped in InspectionContext context, HttpStream stream, HttpHandshake handshake)
    {
        var message = stream.Message;
        _afterSimple = false;
        if (message.Version != HttpMessage.SimpleVersion)
        {
            HttpFraming.CheckRequest(context, message);
            CheckVersion(context, stream);
            Remember(context, message, simple: false);
        }

        HttpFraming.Begin(stream, message.Method);
        stream.Phase = message.Method == HttpMethod.Connect ? HttpPhase.Suspended : stream.Phase;
        handshake.EndRequest(message);
        return HttpSwitch.None;
    }

    public HttpSwitch EndResponse(scoped in InspectionContext context, HttpStream stream, HttpHandshake handshake)
    {
        var message = stream.Message;
        stream.Phase = HttpPhase.StartLine;
        if (message.Status == 101)
        {
            var known = _pending.TryPeek(out _, out _);
            handshake.CheckSwitch(context, message, known);
            return message.Upgrade switch
            {
                HttpUpgrade.WebSocket => HttpSwitch.WebSocket,
                HttpUpgrade.Http2 => HttpSwitch.Http2,
                _ => HttpSwitch.Other,
            };
        }

        if (message.Status is >= 100 and < 200)
        {
            return HttpSwitch.None;
        }

        Count(context.App.Http!, message.Status);
        var method = Answer(context, message);
        if (method == HttpMethod.Connect)
        {
            return message.Status is >= 200 and < 300 ? HttpSwitch.Tunnel : Refuse(stream);
        }

        CheckVersion(context, stream);
        HttpFraming.CheckResponse(context, message, method);
        HttpFraming.Begin(stream, method);
        Head.Begin(message);
        return HttpSwitch.None;
    }

    /// <summary>CONNECT refused: the response has a body like any other.</summary>
    private HttpSwitch Refuse(HttpStream stream)
    {
        HttpFraming.Begin(stream, HttpMethod.Connect);
        Head.Abandon();
        return HttpSwitch.None;
    }

    private HttpMethod Answer(scoped in InspectionContext context, HttpMessage message)
    {
        if (!_pending.TryPeek(out var method, out var simple))
        {
            _answeredEarly |= message.Status < 400;
            if (message.Status != 408 && IsCertain(context)) // RFC 9110 s15.5.9: a server may send it before it closes
            {
                ReportStart(context, FindingName.HttpResponseWithoutRequest, message,
                    new("response {0} answers no request", message.Status));
            }

            return HttpMethod.Unknown;
        }

        _pending.Remove();
        if (simple && message.Status < 400)
        {
            ReportStart(context, FindingName.HttpVersionMismatch, message, "HTTP/1.x response to an HTTP/0.9 request");
        }

        return method;
    }

    /// <summary>Whether a request would have been seen: nothing was lost, the flow's start and both sides were captured.</summary>
    private bool IsCertain(scoped in InspectionContext context) =>
        !_uncertain && !context.Flow.Midstream && context.Flow.Forward.Packets > 0 && context.Flow.Backward.Packets > 0;

    private void Remember(scoped in InspectionContext context, HttpMessage message, bool simple)
    {
        var facts = context.App.Http!;
        facts.Requests++;
        facts.Gets += message.Method == HttpMethod.Get ? 1 : 0;
        facts.Posts += message.Method == HttpMethod.Post ? 1 : 0;
        facts.OtherMethods += message.Method is HttpMethod.Get or HttpMethod.Post ? 0 : 1;
        if (_pending.TryAdd(message.Method, simple))
        {
            return;
        }

        // Of a one-way capture the answers are missing, not the client's patience.
        if (IsCertain(context) && facts.Responses > 0)
        {
            ReportStart(context, FindingName.ProtocolStateExhaustion, message,
                new("{0} requests wait for their response", PendingRequests.Maximum));
        }

        Lose();
    }

    private static void Count(HttpFacts facts, int status)
    {
        facts.Responses++;
        facts.Successes += status is >= 200 and < 300 ? 1 : 0;
        facts.Redirects += status is >= 300 and < 400 ? 1 : 0;
        facts.ClientErrors += status is >= 400 and < 500 ? 1 : 0;
        facts.ServerErrors += status >= 500 ? 1 : 0;
    }

    /// <summary>One side keeps its version; only errors come from a program of their own, which may speak an older one.</summary>
    private static void CheckVersion(scoped in InspectionContext context, HttpStream stream)
    {
        var message = stream.Message;
        if (!HttpVersion.IsSpoken(message.Version) || message.Status >= 400)
        {
            return;
        }

        if (stream.Version != 0 && stream.Version != message.Version)
        {
            ReportStart(context, FindingName.HttpVersionMismatch, message,
                new("version changes from {0}/10 to {1}/10 within the connection", stream.Version, message.Version));
        }

        stream.Version = message.Version;
    }

    private static void ReportStart(scoped in InspectionContext context, FindingName name, HttpMessage message, FindingDetail detail)
    {
        var at = message.StartAt;
        context.ReportAt(name, at.Frame, at.Offset, Math.Min(message.StartLength, at.Length), at.Time, detail);
    }
}
