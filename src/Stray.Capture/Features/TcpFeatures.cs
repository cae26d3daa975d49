using Stray.Capture.Flows;
using Stray.Contracts.Features;

namespace Stray.Capture.Features;

/// <summary>The features that the TCP state of a flow gives.</summary>
internal static class TcpFeatures
{
    public static void Fill(in FlowState flow, Span<float> features)
    {
        ref readonly var tcp = ref flow.Tcp;
        // The state's counters run over all stretches of a flow and stop at their limit; a share above 1 would be nonsense.
        var segments = Math.Max(flow.Statistics.Segments, (long)tcp.Forward.Packets + tcp.Backward.Packets);
        if (flow.Statistics.Segments > 0)
        {
            var repeated = tcp.Forward.Retransmissions + tcp.Backward.Retransmissions;
            var displaced = tcp.Forward.OutOfOrder + tcp.Backward.OutOfOrder;
            features[(int)Feature.RetransmissionShare] = (float)Math.Min(1, (double)repeated / segments);
            features[(int)Feature.OutOfOrderShare] = (float)Math.Min(1, (double)displaced / segments);
            if (repeated + displaced > 0)
            {
                ForgetOrder(features);
            }
        }

        if (tcp.HandshakeRtt > 0)
        {
            features[(int)Feature.HandshakeRtt] = (float)(tcp.HandshakeRtt * 1e-9);
        }
    }

    /// <summary>
    /// After a loss, gaps are retransmission timers (RFC 6298) and the first payloads come in another order: they tell of a
    /// cable, and a bad cable must not look like a host that changed its ways.
    /// </summary>
    private static void ForgetOrder(Span<float> features)
    {
        features[(int)Feature.IatMean..((int)Feature.BwdIatCv + 1)].Fill(float.NaN);
        features[(int)Feature.Payload1..((int)Feature.Payload4 + 1)].Fill(float.NaN);
    }
}
