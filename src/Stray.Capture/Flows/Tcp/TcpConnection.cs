using System.Diagnostics.CodeAnalysis;

namespace Stray.Capture.Flows.Tcp;

/// <summary>TCP state of a flow; all zero for other protocols.</summary>
public struct TcpConnection
{
    public TcpSide Forward;
    public TcpSide Backward;

    /// <summary>Time of the last SYN and of the SYN/ACK that answered it, nanoseconds since 1970; 0 = not seen.</summary>
    public long SynTime;
    public long SynAckTime;

    /// <summary>From SYN to the initiator's first ACK, nanoseconds; 0 when any part of the handshake was not seen.</summary>
    public long HandshakeRtt;

    /// <summary>A SYN that came inside the connection; if it is answered, a new connection has begun.</summary>
    public uint ReuseIsn;
    public TcpConnectionFlags Flags;

    [UnscopedRef]
    public ref TcpSide Of(Side side) => ref side == Side.Forward ? ref Forward : ref Backward;

    [UnscopedRef]
    public ref TcpSide PeerOf(Side side) => ref side == Side.Forward ? ref Backward : ref Forward;

    public readonly bool Has(TcpConnectionFlags flag) => (Flags & flag) != 0;

    /// <summary>Both FINs, or a RST: nothing more is expected but stragglers.</summary>
    public readonly bool IsClosed =>
        Forward.State == TcpSideState.Reset || Backward.State == TcpSideState.Reset
        || (Forward.State == TcpSideState.Closed && Backward.State == TcpSideState.Closed);

    /// <summary>SYN and SYN/ACK were both seen, so sequence numbers and window scales are exact.</summary>
    public readonly bool HandshakeSeen => Forward.Is(TcpSideFlags.SynSeen) && Backward.Is(TcpSideFlags.SynSeen);

    /// <summary>
    /// Zeek's conn_state of this connection; constants, so that reading it allocates nothing. S0 attempt without reply,
    /// S1 established, SF closed by both, REJ refused, S2/S3 closed by initiator/responder only, RSTO/RSTR reset by
    /// initiator/responder, RSTOS0 SYN then RST without reply, RSTRH responder's SYN/ACK then RST without SYN,
    /// SH/SHR SYN (SYN/ACK) then FIN, the other side unseen, OTH no SYN seen.
    /// </summary>
    public readonly string State
    {
        get
        {
            var (o, r) = (Forward.State, Backward.State);
            var initiatorSilent = o is TcpSideState.Inactive or TcpSideState.Partial;
            var responderSilent = r is TcpSideState.Inactive or TcpSideState.Partial;
            return (o, r) switch
            {
                (TcpSideState.SynSent or TcpSideState.SynAckSent, TcpSideState.Reset) => "REJ",
                (TcpSideState.Reset, TcpSideState.Reset) when !Has(TcpConnectionFlags.Data) => "REJ",
                (_, TcpSideState.Reset) => initiatorSilent ? "RSTRH" : "RSTR",
                (TcpSideState.Reset, _) => responderSilent ? "RSTOS0" : "RSTO",
                (TcpSideState.Closed, TcpSideState.Closed) => "SF",
                (TcpSideState.Closed, _) => responderSilent ? "SH" : "S2",
                (_, TcpSideState.Closed) => initiatorSilent ? "SHR" : "S3",
                (TcpSideState.SynSent, TcpSideState.Inactive) => "S0",
                (TcpSideState.Established, TcpSideState.Established) => "S1",
                _ => "OTH",
            };
        }
    }
}
