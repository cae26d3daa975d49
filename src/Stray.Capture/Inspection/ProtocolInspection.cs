using Stray.Capture.Decoding;
using Stray.Capture.Flows;

namespace Stray.Capture.Inspection;

/// <summary>
/// Recognises the application protocol of a flow by content and hands its bytes to that protocol's inspector. The flow
/// stage calls it: datagrams as they come, TCP bytes in order and once.
/// </summary>
public sealed class ProtocolInspection(FindingStore findings)
{
    /// <summary>Whether the flow's inspector wants more of this side's stream; when neither side is wanted, reassembly stops.</summary>
    public static bool Wants(in FlowState flow, Side side) => true;

    public void OnDatagram(ref FlowState flow, Side side, scoped in Packet packet)
    {
    }

    /// <summary>The next bytes of one side's stream.</summary>
    public void OnStream(ref FlowState flow, Side side, scoped in StreamChunk chunk)
    {
    }

    /// <summary>Bytes that will never come (lost, or dropped by a bound); the inspector resynchronises or gives up.</summary>
    public void OnGap(ref FlowState flow, Side side, long bytes)
    {
    }

    /// <summary>The flow ends: report what only the end shows, give the state back to the pool.</summary>
    public void OnEnd(ref FlowState flow)
    {
        _ = findings;
    }
}
