using Stray.Contracts.Features;

namespace Stray.Capture.Features;

/// <summary>What the TCP state of a flow contributes to its record.</summary>
/// <param name="State">Zeek's conn_state; empty for other protocols.</param>
/// <param name="Segments">TCP segments of both sides; 0 for other protocols.</param>
/// <param name="HandshakeRtt">Nanoseconds from SYN to the initiator's first ACK; 0 when the handshake was not seen whole.</param>
internal readonly record struct TcpFacts(string State, long Segments, long Retransmissions, long OutOfOrder, long HandshakeRtt)
{
    public static TcpFacts None { get; } = new("", 0, 0, 0, 0);

    public void Fill(Span<float> features)
    {
        if (Segments > 0)
        {
            features[(int)Feature.RetransmissionShare] = (float)Math.Min(1, (double)Retransmissions / Segments);
            features[(int)Feature.OutOfOrderShare] = (float)Math.Min(1, (double)OutOfOrder / Segments);
        }

        if (HandshakeRtt > 0)
        {
            features[(int)Feature.HandshakeRtt] = (float)(HandshakeRtt * 1e-9);
        }
    }
}
