namespace Stray.Capture.Flows.Tcp;

/// <summary>Facts about a connection as a whole.</summary>
[Flags]
public enum TcpConnectionFlags : byte
{
    None = 0,

    /// <summary>Either side sent payload.</summary>
    Data = 1,

    /// <summary>The same ports were in use moments ago: stragglers of the earlier connection are to be expected.</summary>
    Reused = 2,

    /// <summary>A SYN with another sequence number came inside, kept in ReuseIsn.</summary>
    ReusePending = 4,

    /// <summary>The initiator acknowledged the SYN/ACK.</summary>
    Confirmed = 8,

    /// <summary>Nobody wants the stream any more: no reassembly.</summary>
    StreamIgnored = 16,
}
