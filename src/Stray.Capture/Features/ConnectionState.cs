using Stray.Contracts.Flows;

namespace Stray.Capture.Features;

/// <summary>Whether a flow worked, from Zeek's conn_state vocabulary and from who answered.</summary>
internal static class ConnectionState
{
    /// <summary>TCP that never carried a conversation, or anything that nobody answered; NaN for multicast.</summary>
    public static float Failed(FlowRecord flow)
    {
        if (flow.Protocol == ProtocolNames.Tcp && flow.State.Length > 0)
        {
            return flow.State is "S0" or "REJ" or "RSTOS0" or "RSTRH" or "SH" or "SHR" ? 1 : 0;
        }

        return 1 - Answered(flow);
    }

    public static float Answered(FlowRecord flow) =>
        flow.Direction == FlowDirection.Multicast ? float.NaN : flow.BackwardPackets > 0 ? 1 : 0;

    public static float Reset(FlowRecord flow) => flow.State is "RSTO" or "RSTR" ? 1 : 0;
}
