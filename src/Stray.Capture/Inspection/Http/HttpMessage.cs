namespace Stray.Capture.Inspection.Http;

/// <summary>What is known of the message whose header is being read; one per side, reset for each message.</summary>
internal sealed class HttpMessage
{
    public const int SimpleVersion = 9;

    public bool IsResponse { get; set; }

    public HttpMethod Method { get; set; }

    public int Status { get; set; }

    /// <summary>Major * 10 + minor: 10, 11; 9 without a version; -1 when it does not parse.</summary>
    public int Version { get; set; }

    /// <summary>Where the start line began, for what only the end of the header shows missing.</summary>
    public StreamPlace StartAt { get; set; }

    public int StartLength { get; set; }

    public int FieldCount { get; set; }

    /// <summary>One bit per <see cref="HttpField"/> seen.</summary>
    public ulong Seen { get; set; }

    /// <summary>-1 without, or when invalid.</summary>
    public long ContentLength { get; set; }

    public bool ContentLengthInvalid { get; set; }

    /// <summary>The last transfer coding is chunked.</summary>
    public bool IsChunked { get; set; }

    public bool HasTransferCoding { get; set; }

    public int EncodingLayers { get; set; }

    /// <summary>The single content coding, when there is just one that can be looked into.</summary>
    public HttpCoding Coding { get; set; }

    public HttpMedia Media { get; set; }

    /// <summary>First and last byte of Content-Range, -1 without.</summary>
    public long RangeFirst { get; set; }

    public long RangeLast { get; set; }

    public StreamPlace RangeAt { get; set; }

    public int RangeLength { get; set; }

    public HttpUpgrade Upgrade { get; set; }

    public bool ExpectsContinue { get; set; }

    /// <summary>FNV-1a of the authority in an absolute-form target, 0 without; the Host field must say the same.</summary>
    public uint TargetHost { get; set; }

    public bool Has(HttpField field) => (Seen & (1UL << (int)field)) != 0;

    public void Begin(bool response, scoped in PlacedBytes line)
    {
        IsResponse = response;
        StartAt = line.PlaceOf(0);
        StartLength = line.Length;
        Method = HttpMethod.Unknown;
        Status = FieldCount = EncodingLayers = 0;
        Version = -1;
        Seen = 0;
        ContentLength = RangeFirst = RangeLast = -1;
        ContentLengthInvalid = IsChunked = HasTransferCoding = ExpectsContinue = false;
        Coding = HttpCoding.None;
        Media = HttpMedia.Unknown;
        Upgrade = HttpUpgrade.None;
        TargetHost = 0;
    }
}

/// <summary>What the server switches to after 101, or the client asks for.</summary>
internal enum HttpUpgrade : byte
{
    None,
    WebSocket,
    Http2,
    Other,
}

internal enum HttpCoding : byte
{
    None,
    Gzip,
    Deflate,
    Opaque,
}

/// <summary>Families of media types whose first bytes can contradict them.</summary>
internal enum HttpMedia : byte
{
    Unknown,
    Text,
    Picture,
}
