namespace Stray.Capture.Inspection.Http;

/// <summary>Methods whose meaning changes the framing or the facts; all other registered ones are <see cref="Registered"/>.</summary>
internal enum HttpMethod : byte
{
    Unknown,
    Get,
    Head,
    Post,
    Connect,
    Registered,
}

/// <summary>The IANA method registry (RFC 9110 s16.1) and the methods of UPnP, which are HTTP on the wire.</summary>
internal static class HttpMethods
{
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "QUERY",
        "ACL", "BASELINE-CONTROL", "BIND", "CHECKIN", "CHECKOUT", "COPY", "LABEL", "LINK", "LOCK", "MERGE", "MKACTIVITY",
        "MKCALENDAR", "MKCOL", "MKREDIRECTREF", "MKWORKSPACE", "MOVE", "ORDERPATCH", "PRI", "PROPFIND", "PROPPATCH", "REBIND",
        "REPORT", "SEARCH", "UNBIND", "UNCHECKOUT", "UNLINK", "UNLOCK", "UPDATE", "UPDATEREDIRECTREF", "VERSION-CONTROL",
        "NOTIFY", "M-SEARCH", "M-POST", "SUBSCRIBE", "UNSUBSCRIBE", "PURGE", "BMOVE", "BCOPY", "BDELETE", "BPROPFIND",
        "BPROPPATCH", "POLL", "RPC_CONNECT", "RPC_IN_DATA", "RPC_OUT_DATA", "SSTP_DUPLEX_POST", "BITS_POST", "CCM_POST",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> OthersByChars =
        Others.GetAlternateLookup<ReadOnlySpan<char>>();

    private const int Longest = 20;

    public static HttpMethod Of(ReadOnlySpan<byte> token)
    {
        if (token.SequenceEqual("GET"u8))
        {
            return HttpMethod.Get;
        }

        return token.SequenceEqual("POST"u8) ? HttpMethod.Post
            : token.SequenceEqual("HEAD"u8) ? HttpMethod.Head
            : token.SequenceEqual("CONNECT"u8) ? HttpMethod.Connect
            : IsOther(token) ? HttpMethod.Registered
            : HttpMethod.Unknown;
    }

    private static bool IsOther(ReadOnlySpan<byte> token)
    {
        if (token.Length is 0 or > Longest)
        {
            return false;
        }

        Span<char> text = stackalloc char[Longest];
        for (var i = 0; i < token.Length; i++)
        {
            text[i] = (char)token[i];
        }

        return OthersByChars.Contains(text[..token.Length]);
    }
}
