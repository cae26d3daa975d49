namespace Stray.Capture.Inspection.Http;

/// <summary>Fields that something is checked on.</summary>
internal enum HttpField : byte
{
    Other,
    Host,
    ContentLength,
    TransferEncoding,
    ContentType,
    ContentRange,
    ContentEncoding,
    Range,
    UserAgent,
    Upgrade,
    Expect,
    Authorization,
    WebSocketKey,
    WebSocketAccept,
    WebSocketExtensions,
    Http2Settings,

    // From here on: only that they come once.
    Referer,
    From,
    IfModifiedSince,
    MaxForwards,
    ContentLocation,
    Location,
    LastModified,
    ETag,
    Age,
    Date,
    Expires,
    RetryAfter,
    Server,
}

internal static class HttpFields
{
    public static HttpField Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 => One(name, "age"u8, HttpField.Age),
        4 => OfFour(name),
        5 => One(name, "range"u8, HttpField.Range),
        6 => Either(name, "expect"u8, HttpField.Expect, "server"u8, HttpField.Server),
        7 => HttpSyntax.Is(name, "expires"u8) ? HttpField.Expires
            : Either(name, "upgrade"u8, HttpField.Upgrade, "referer"u8, HttpField.Referer),
        8 => One(name, "location"u8, HttpField.Location),
        10 => One(name, "user-agent"u8, HttpField.UserAgent),
        11 => One(name, "retry-after"u8, HttpField.RetryAfter),
        12 => Either(name, "content-type"u8, HttpField.ContentType, "max-forwards"u8, HttpField.MaxForwards),
        13 => HttpSyntax.Is(name, "last-modified"u8) ? HttpField.LastModified
            : Either(name, "content-range"u8, HttpField.ContentRange, "authorization"u8, HttpField.Authorization),
        14 => Either(name, "content-length"u8, HttpField.ContentLength, "http2-settings"u8, HttpField.Http2Settings),
        16 => Either(name, "content-encoding"u8, HttpField.ContentEncoding, "content-location"u8, HttpField.ContentLocation),
        17 => OfSeventeen(name),
        20 => One(name, "sec-websocket-accept"u8, HttpField.WebSocketAccept),
        24 => One(name, "sec-websocket-extensions"u8, HttpField.WebSocketExtensions),
        _ => HttpField.Other,
    };

    /// <summary>Fields with one value, which a list of lines cannot be joined into (RFC 9110 s5.3).</summary>
    public static bool IsSingleton(HttpField field) => field
        is HttpField.ContentType or HttpField.ContentRange or HttpField.UserAgent or HttpField.Authorization or >= HttpField.Referer;

    private static HttpField OfFour(ReadOnlySpan<byte> name) => HttpSyntax.Is(name, "host"u8) ? HttpField.Host
        : HttpSyntax.Is(name, "etag"u8) ? HttpField.ETag
        : Either(name, "date"u8, HttpField.Date, "from"u8, HttpField.From);

    private static HttpField OfSeventeen(ReadOnlySpan<byte> name) =>
        HttpSyntax.Is(name, "transfer-encoding"u8) ? HttpField.TransferEncoding
        : Either(name, "sec-websocket-key"u8, HttpField.WebSocketKey, "if-modified-since"u8, HttpField.IfModifiedSince);

    private static HttpField One(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower, HttpField field) =>
        HttpSyntax.Is(name, lower) ? field : HttpField.Other;

    private static HttpField Either(ReadOnlySpan<byte> name, ReadOnlySpan<byte> a, HttpField ifA, ReadOnlySpan<byte> b, HttpField ifB) =>
        HttpSyntax.Is(name, a) ? ifA : One(name, b, ifB);
}
