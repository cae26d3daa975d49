namespace Stray.Capture.Inspection.Http2;

/// <summary>Field names whose meaning is checked; the order of the pseudo-header fields matters to <see cref="HpackNames"/>.</summary>
internal enum HpackName : byte
{
    Other,
    Authority,
    Method,
    Path,
    Scheme,
    Status,
    Protocol,
    UnknownPseudo,
    Host,

    /// <summary>Fields of HTTP/1 connections, which HTTP/2 forbids (RFC 9113 s8.2.2).</summary>
    Connection,
    ContentRange,
    Range,
}

internal static class HpackNames
{
    public const int StaticEntries = 61;

    /// <summary>Lengths of the static table's names (RFC 7541 appendix A), entry 1 first: a dynamic entry made from one counts them.</summary>
    private static ReadOnlySpan<byte> StaticLengths =>
    [
        10, 7, 7, 5, 5, 7, 7, 7, 7, 7, 7, 7, 7, 7, 14, 15, 15, 13, 6, 27, 3, 5, 13, 13, 19, 16, 16, 14, 16, 13, 12, 6, 4, 4, 6, 7, 4, 4,
        8, 17, 13, 8, 19, 13, 4, 8, 12, 18, 19, 5, 7, 7, 11, 6, 10, 25, 17, 10, 4, 3, 16,
    ];

    public static bool IsPseudo(HpackName name) => name is >= HpackName.Authority and <= HpackName.UnknownPseudo;

    public static int StaticLength(int index) => StaticLengths[index - 1];

    public static HpackName OfStatic(int index) => index switch
    {
        1 => HpackName.Authority,
        2 or 3 => HpackName.Method,
        4 or 5 => HpackName.Path,
        6 or 7 => HpackName.Scheme,
        >= 8 and <= 14 => HpackName.Status,
        30 => HpackName.ContentRange,
        38 => HpackName.Host,
        50 => HpackName.Range,
        57 => HpackName.Connection,
        _ => HpackName.Other,
    };

    public static HpackName Of(ReadOnlySpan<byte> name)
    {
        if (name.Length > 0 && name[0] == ':')
        {
            return name.SequenceEqual(":authority"u8) ? HpackName.Authority
                : name.SequenceEqual(":method"u8) ? HpackName.Method
                : name.SequenceEqual(":path"u8) ? HpackName.Path
                : name.SequenceEqual(":scheme"u8) ? HpackName.Scheme
                : name.SequenceEqual(":status"u8) ? HpackName.Status
                : name.SequenceEqual(":protocol"u8) ? HpackName.Protocol
                : HpackName.UnknownPseudo;
        }

        return name.SequenceEqual("host"u8) ? HpackName.Host
            : name.SequenceEqual("content-range"u8) ? HpackName.ContentRange
            : name.SequenceEqual("range"u8) ? HpackName.Range
            : name.SequenceEqual("connection"u8) || name.SequenceEqual("transfer-encoding"u8) || name.SequenceEqual("keep-alive"u8)
                || name.SequenceEqual("proxy-connection"u8) || name.SequenceEqual("upgrade"u8) ? HpackName.Connection
            : HpackName.Other;
    }
}
