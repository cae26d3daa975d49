using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http;

/// <summary>One field line of a header or trailer section (RFC 9112 s5): its syntax, then what its name is checked for.</summary>
internal static class FieldLine
{
    /// <summary>Servers stop at about 100.</summary>
    private const int MostFields = 500;

    /// <summary>Ambiguous encodings come in handfuls; more than two layers nobody applies.</summary>
    private const int MostLayers = 2;

    public static void Read(scoped in InspectionContext context, scoped in PlacedBytes line, HttpMessage message, HttpHandshake handshake)
    {
        if (++message.FieldCount == MostFields)
        {
            Syntax(context, line, 0, line.Length, "more than 500 fields");
        }

        var text = line.Bytes;
        if (text[0] is (byte)' ' or (byte)'\t')
        {
            Syntax(context, line, 0, 1, "obsolete line folding");
            return;
        }

        var colon = text.IndexOf((byte)':');
        if (colon <= 0)
        {
            Syntax(context, line, 0, line.Length, colon < 0 ? "field line without colon" : "field name is empty");
            return;
        }

        var bad = text[..colon].IndexOfAnyExcept(HttpSyntax.Token);
        if (bad >= 0)
        {
            Syntax(context, line, bad, 1, "field name is no token");
        }

        var name = text[..colon].TrimEnd(" \t"u8); // a proxy may see "Content-Length :" as the field it looks like
        var start = colon + 1;
        while (start < text.Length && text[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        var value = line.Slice(start, text[start..].TrimEnd(" \t\r"u8).Length);
        var control = value.Bytes.IndexOfAny(HttpSyntax.Controls);
        if (control >= 0)
        {
            Syntax(context, value, control, 1, "control character in a field value");
        }

        Take(context, new HttpFieldPlace(HttpFields.Of(name), line, value), message, handshake);
    }

    private static void Take(
        scoped in InspectionContext context, scoped in HttpFieldPlace field, HttpMessage message, HttpHandshake handshake)
    {
        if (field.Name == HttpField.Other)
        {
            CheckOther(context, field);
            return;
        }

        var again = message.Has(field.Name);
        message.Seen |= 1UL << (int)field.Name;
        if (again && HttpFields.IsSingleton(field.Name))
        {
            field.Line.Report(context, message.IsResponse ? FindingName.HttpHeaderSuspicious : FindingName.HttpHeaderSyntaxInvalid,
                0, field.Line.Length, "field with one value comes again");
        }

        switch (field.Name)
        {
            case HttpField.Host:
                TakeHost(context, field, message, again);
                break;
            case HttpField.ContentLength:
                TakeContentLength(context, field, message, again);
                break;
            case HttpField.TransferEncoding:
                TakeTransferEncoding(context, field, message, again);
                break;
            case HttpField.ContentEncoding:
                TakeContentEncoding(context, field.Value, message);
                break;
            case HttpField.ContentRange or HttpField.Range:
                TakeRange(context, field, message);
                break;
            case HttpField.ContentType:
                message.Media = BodyHead.MediaOf(field.Value.Bytes);
                break;
            case HttpField.Expect:
                message.ExpectsContinue = HttpSyntax.StartsWith(field.Value.Bytes, "100-continue"u8);
                break;
            case HttpField.UserAgent or HttpField.Authorization when !message.IsResponse:
                TakeClient(context, field);
                break;
            default:
                handshake.Take(context, field, message);
                break;
        }
    }

    private static void CheckOther(scoped in InspectionContext context, scoped in HttpFieldPlace field)
    {
        var name = field.Line.Bytes[..field.Line.Bytes.IndexOf((byte)':')];
        if (HttpAgent.IsSuspiciousField(name))
        {
            field.Line.Report(context, FindingName.HttpHeaderSuspicious, 0, name.Length, "field that malware sends");
        }
        else if (field.Value.Bytes.IndexOf("${jndi:"u8) is var lookup && lookup >= 0)
        {
            field.Value.Report(context, FindingName.HttpHeaderSuspicious, lookup, 7, "look-up expression in a field value");
        }
    }

    private static void TakeHost(
        scoped in InspectionContext context, scoped in HttpFieldPlace field, HttpMessage message, bool again)
    {
        if (message.IsResponse)
        {
            return;
        }

        var fault = HttpHost.Check(field.Value.Bytes, out var host, out var at);
        if (again)
        {
            field.Line.Report(context, FindingName.HttpHostHeaderInvalid, 0, field.Line.Length, "second Host field");
        }
        else if (fault is not null)
        {
            field.Value.Report(context, FindingName.HttpHostHeaderInvalid, at, Math.Max(1, field.Value.Length - at), fault);
        }
        else if (message.TargetHost != 0 && HttpHost.HashOf(host) != message.TargetHost)
        {
            field.Value.Report(context, FindingName.HttpHostHeaderInvalid, 0, field.Value.Length, "Host differs from the target's authority");
        }

        if (context.App.ServerName.Length == 0 && host.Length > 0)
        {
            context.App.ServerName = HttpHost.TextOf(host);
            context.App.Http!.IsNumericHost = host[0] == '[' || host.IndexOfAnyExcept(HttpSyntax.DottedDecimal) < 0;
        }
    }

    private static void TakeContentLength(
        scoped in InspectionContext context, scoped in HttpFieldPlace field, HttpMessage message, bool again)
    {
        var text = field.Value.Bytes;
        var length = HttpSyntax.Decimal(text);
        var fault = again ? "second Content-Length field"
            : length < 0 ? "Content-Length is no number"
            : text.Length > 1 && text[0] == '0' ? "Content-Length has leading zeros" : null;
        if (fault is not null)
        {
            var whole = again || text.Length == 0;
            (whole ? field.Line : field.Value).Report(context, FindingName.HttpContentLengthInvalid, 0, whole ? field.Line.Length : text.Length, fault);
        }

        message.ContentLengthInvalid |= length < 0 || (again && length != message.ContentLength);
        message.ContentLength = length;
        CheckBoth(context, field, message, message.HasTransferCoding);
    }

    private static void TakeTransferEncoding(
        scoped in InspectionContext context, scoped in HttpFieldPlace field, HttpMessage message, bool again)
    {
        var fault = HttpCodings.CheckTransfer(field.Value.Bytes, out var chunked);
        fault = again ? "second Transfer-Encoding field" : fault;
        if (fault is not null)
        {
            field.Line.Report(context, FindingName.HttpSmugglingFraming, 0, field.Line.Length, fault);
        }
        else if (chunked && message.Version == 10)
        {
            var finding = message.IsResponse ? FindingName.HttpVersionMismatch : FindingName.HttpSmugglingFraming;
            field.Line.Report(context, finding, 0, field.Line.Length, "chunked in HTTP/1.0");
        }

        message.HasTransferCoding = true;
        message.IsChunked = chunked;
        CheckBoth(context, field, message, message.Has(HttpField.ContentLength));
        if (chunked && message.Has(HttpField.ContentRange))
        {
            field.Line.Report(context, FindingName.HttpSmugglingFraming, 0, field.Line.Length, "Content-Range with a chunked body");
        }
    }

    /// <summary>RFC 9112 s6.1: Transfer-Encoding and Content-Length together are how requests are smuggled.</summary>
    private static void CheckBoth(scoped in InspectionContext context, scoped in HttpFieldPlace field, HttpMessage message, bool other)
    {
        if (other && message.HasTransferCoding)
        {
            field.Line.Report(context, FindingName.HttpSmugglingFraming, 0, field.Line.Length, "Transfer-Encoding and Content-Length");
        }
    }

    private static void TakeContentEncoding(scoped in InspectionContext context, scoped in PlacedBytes value, HttpMessage message)
    {
        if (!HttpCodings.ReadContent(value.Bytes, message))
        {
            value.Report(context, FindingName.HttpHeaderSuspicious, 0, value.Length, "content coding is not registered");
        }

        if (message.EncodingLayers > MostLayers)
        {
            value.Report(context, FindingName.HttpContentEncodingAbuse, 0, value.Length,
                new("{0} content codings on top of each other", message.EncodingLayers));
        }
    }

    private static void TakeRange(scoped in InspectionContext context, scoped in HttpFieldPlace field, HttpMessage message)
    {
        string? fault;
        if (field.Name == HttpField.Range)
        {
            fault = message.IsResponse ? null : HttpRanges.CheckRange(field.Value.Bytes);
        }
        else
        {
            fault = HttpRanges.CheckContentRange(field.Value.Bytes, out var first, out var last);
            (message.RangeFirst, message.RangeLast) = (first, last);
            message.RangeAt = field.Value.PlaceOf(0);
            message.RangeLength = field.Value.Length;
            if (message.IsChunked)
            {
                field.Line.Report(context, FindingName.HttpSmugglingFraming, 0, field.Line.Length, "Content-Range with a chunked body");
            }
        }

        if (fault is not null)
        {
            field.Line.Report(context, FindingName.HttpRangeInvalid, 0, field.Line.Length, fault);
        }
    }

    private static void TakeClient(scoped in InspectionContext context, scoped in HttpFieldPlace field)
    {
        var text = field.Value.Bytes;
        if (field.Name == HttpField.UserAgent)
        {
            context.App.Http!.UserAgentHash = HttpHost.HashOf(text);
            context.App.Http.UserAgentLength = text.Length;
        }

        var fault = field.Name == HttpField.UserAgent ? HttpAgent.Check(text)
            : HttpAgent.IsKnownScheme(text) ? null : "authentication scheme is not registered";
        if (fault is not null)
        {
            field.Line.Report(context, FindingName.HttpHeaderSuspicious, 0, field.Line.Length, fault);
        }
    }

    private static void Syntax(scoped in InspectionContext context, scoped in PlacedBytes line, int at, int length, string why) =>
        line.Report(context, FindingName.HttpHeaderSyntaxInvalid, at, length, why);
}
