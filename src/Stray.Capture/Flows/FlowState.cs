using Stray.Capture.Features;
using Stray.Capture.Inspection;
using Stray.Contracts.Flows;

namespace Stray.Capture.Flows;

/// <summary>
/// Everything kept for a live flow, one slot of the table's array. A struct reused in place: fields, so that stages take
/// them by reference.
/// </summary>
public struct FlowState
{
    public FlowKey Key;

    /// <summary>True when the initiator is the key's high end.</summary>
    public bool InitiatorIsHigh;
    public bool Midstream;
    public long Start;
    public long End;
    public long FirstFrame;
    public FlowCounts Forward;
    public FlowCounts Backward;
    public PacketStatistics Statistics;

    /// <summary>Head of this flow's list in the <see cref="FindingStore"/>.</summary>
    public int Findings;

    /// <summary>Application-layer state, taken from a pool when the first payload arrives; null before.</summary>
    public AppState? App;

    public readonly Address Source => InitiatorIsHigh ? Key.High : Key.Low;

    public readonly Address Destination => InitiatorIsHigh ? Key.Low : Key.High;

    public readonly ushort SourcePort => InitiatorIsHigh ? Key.HighPort : Key.LowPort;

    public readonly ushort DestinationPort => InitiatorIsHigh ? Key.LowPort : Key.HighPort;
}
