using Stray.Capture.Features;
using Stray.Capture.Flows.Tcp;
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

    /// <summary>An earlier stretch of this flow was already emitted.</summary>
    public bool Continued;

    /// <summary>Which sides have sent anything, over all stretches of the flow.</summary>
    private byte _sides;
    public long Start;
    public long End;
    public long FirstFrame;
    public FlowCounts Forward;
    public FlowCounts Backward;
    public PacketStatistics Statistics;

    /// <summary>TCP only.</summary>
    public TcpConnection Tcp;

    /// <summary>ICMP echo only.</summary>
    public EchoState Echo;

    /// <summary>Head of this flow's list in the <see cref="FindingStore"/>.</summary>
    public int Findings;

    /// <summary>Application-layer state, taken from a pool when the first payload arrives; null before.</summary>
    public AppState? App;

    /// <summary>Both sides have sent something.</summary>
    public readonly bool Answered => _sides == 3;

    /// <summary>Notes that a side sent; true when that makes the flow answered.</summary>
    public bool See(Side side)
    {
        var before = _sides;
        _sides |= (byte)(1 << (int)side);
        return _sides == 3 && before != 3;
    }

    public readonly long Packets => Forward.Packets + Backward.Packets;

    public readonly Address Source => InitiatorIsHigh ? Key.High : Key.Low;

    public readonly Address Destination => InitiatorIsHigh ? Key.Low : Key.High;

    public readonly ushort SourcePort => InitiatorIsHigh ? Key.HighPort : Key.LowPort;

    public readonly ushort DestinationPort => InitiatorIsHigh ? Key.LowPort : Key.HighPort;
}
