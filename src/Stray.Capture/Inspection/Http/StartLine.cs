namespace Stray.Capture.Inspection.Http;

/// <summary>What a line at the place of a start line turned out to be.</summary>
internal enum StartLine : byte
{
    /// <summary>Nothing a header could follow.</summary>
    Junk,
    Message,

    /// <summary>HTTP/0.9: a request of one line, answered by bytes until close.</summary>
    Simple,

    /// <summary>"PRI * HTTP/2.0": the connection speaks HTTP/2 from here.</summary>
    Http2Preface,
}

/// <summary>HTTP-version (RFC 9112 s2.3).</summary>
internal static class HttpVersion
{
    /// <summary>Major * 10 + minor of "HTTP/d.d", -1 when it is anything else.</summary>
    public static int Of(ReadOnlySpan<byte> text) =>
        text.Length == 8 && text.StartsWith("HTTP/"u8) && text[6] == '.' && char.IsAsciiDigit((char)text[5]) && char.IsAsciiDigit((char)text[7])
            ? ((text[5] - '0') * 10) + (text[7] - '0')
            : -1;

    public static bool IsSpoken(int version) => version is 10 or 11;
}
