namespace Stray.Capture.Inspection.Http;

/// <summary>What the next bytes of one side are.</summary>
internal enum HttpPhase : byte
{
    StartLine,
    Fields,
    Body,
    BodyUntilClose,
    ChunkSize,
    ChunkData,
    ChunkEnd,
    Trailers,

    /// <summary>A CONNECT request is on its way: what the client sends on belongs to the tunnel, if there will be one.</summary>
    Suspended,

    /// <summary>After CONNECT or 101 to a protocol that is not followed.</summary>
    Tunnel,
    WebSocket,
    Http2,

    /// <summary>The framing is lost: wait for a segment that begins like a message.</summary>
    Resync,
    Ended,
}

/// <summary>Parser state of one side.</summary>
internal sealed class HttpStream
{
    /// <summary>Lines at the place of a start line that are none, until this side is given up.</summary>
    public const int MostJunk = 8;

    /// <summary>Twice what servers accept by default (8 KiB); beyond it, no honest line.</summary>
    private const int LongestLine = 18 * 1024;

    public LineReader Lines { get; } = new(LongestLine);

    public HttpMessage Message { get; } = new();

    public HttpPhase Phase { get; set; }

    /// <summary>Bytes of the body or chunk still to come.</summary>
    public long Remaining { get; set; }

    public int Junk { get; set; }

    /// <summary>Empty lines in place of a start line.</summary>
    public int EmptyLines { get; set; }

    /// <summary>Version of this side's messages so far, 0 before the first.</summary>
    public int Version { get; set; }

    /// <summary>Frame that ended the last header.</summary>
    public long HeaderFrame { get; set; }

    public bool IsCounted => Phase is HttpPhase.Body or HttpPhase.ChunkData or HttpPhase.BodyUntilClose or HttpPhase.Tunnel
        or HttpPhase.Suspended or HttpPhase.WebSocket or HttpPhase.Http2 or HttpPhase.Resync;

    public void Reset()
    {
        Lines.Reset();
        Phase = HttpPhase.StartLine;
        Remaining = 0;
        Junk = EmptyLines = Version = 0;
    }

    public void Lose()
    {
        Lines.Reset();
        Phase = HttpPhase.Resync;
    }
}
