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
        }

        if (tcp.HandshakeRtt > 0)
        {
            features[(int)Feature.HandshakeRtt] = (float)(tcp.HandshakeRtt * 1e-9);
        }
    }
}
