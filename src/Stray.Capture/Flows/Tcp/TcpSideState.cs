namespace Stray.Capture.Flows.Tcp;

/// <summary>What one side of a TCP connection has done so far, as a passive observer can tell (Zeek's endpoint states, which conn_state is defined by).</summary>
public enum TcpSideState : byte
{
    /// <summary>Nothing seen from this side.</summary>
    Inactive,
    SynSent,
    SynAckSent,

    /// <summary>Seen only midstream.</summary>
    Partial,
    Established,

    /// <summary>Sent a FIN.</summary>
    Closed,
    Reset,
}
