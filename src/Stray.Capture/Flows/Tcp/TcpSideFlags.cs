namespace Stray.Capture.Flows.Tcp;

/// <summary>Facts about one side that are either seen or not.</summary>
[Flags]
public enum TcpSideFlags : ushort
{
    None = 0,

    /// <summary>Isn and Next are known: this side sent something, or the peer acknowledged it.</summary>
    Sequenced = 1,

    /// <summary>Its SYN was seen, so Isn is exact.</summary>
    SynSeen = 2,

    /// <summary>The window it was granted is known, scaling included.</summary>
    EdgeKnown = 4,
    TimestampKnown = 8,
    FinSeen = 16,

    /// <summary>It sent something after the handshake's SYN.</summary>
    Spoke = 32,

    /// <summary>Stream bytes of this side are missing (lost, cut or never captured), so its numbers prove nothing.</summary>
    Lossy = 64,

    /// <summary>It sent a RST into an established connection, at <see cref="TcpSide.ResetSequence"/>.</summary>
    ResetLive = 128,

    /// <summary>Its SYN carried the Fast Open option (RFC 7413).</summary>
    FastOpen = 256,

    /// <summary>The peer acknowledged bytes this side was never seen to send.</summary>
    AckedUnseen = 512,

    /// <summary>Its delivery point is set.</summary>
    Streaming = 1024,

    /// <summary>Its SYN carried payload.</summary>
    SynData = 2048,

    /// <summary>Its SYN carried no timestamp, so none may be used (RFC 7323 s3.2).</summary>
    Untimed = 4096,
}
