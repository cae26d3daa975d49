namespace Stray.Capture.Inspection.Http2;

/// <summary>One side of an HTTP/2 connection: the frame being gathered and what this side said about itself.</summary>
internal sealed class Http2Stream
{
    public const int DefaultFrameSize = 16384;

    /// <summary>Payloads longer than this are not gathered: header blocks beyond servers' limits, and never DATA.</summary>
    public const int LongestPayload = 64 * 1024;

    public PlacedBuffer Frame { get; } = new(Http2FrameHeader.Size + LongestPayload);

    public PlacedBuffer Block { get; } = new(LongestPayload);

    /// <summary>Entries this side's encoder made.</summary>
    public HpackTable Table { get; } = new();

    /// <summary>Bytes of the client's preface still expected.</summary>
    public int PrefaceSeen { get; set; }

    /// <summary>Payload bytes that only have to pass.</summary>
    public long Skip { get; set; }

    /// <summary>Payload bytes to gather after the frame header.</summary>
    public int Gather { get; set; }

    public int Frames { get; set; }

    /// <summary>The stream whose header block goes on in CONTINUATION frames; 0 when none.</summary>
    public int Continued { get; set; }

    public int Continuations { get; set; }

    /// <summary>What this side lets the other send.</summary>
    public int FrameSize { get; set; }

    /// <summary>A block could not be decoded: the table is out of step.</summary>
    public bool HeadersLost { get; set; }

    public bool IsLost { get; set; }

    public void Reset()
    {
        Frame.Reset();
        Block.Reset();
        Table.Reset();
        Skip = 0;
        PrefaceSeen = Gather = Frames = Continued = Continuations = 0;
        FrameSize = DefaultFrameSize;
        HeadersLost = IsLost = false;
    }
}
