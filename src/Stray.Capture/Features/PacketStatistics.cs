using Stray.Capture.Decoding;
using Stray.Capture.Flows;

namespace Stray.Capture.Features;

/// <summary>Running sums over a flow's packets that the per-flow features are computed from. Updated once a packet.</summary>
public struct PacketStatistics
{
    public void Add(scoped in Packet packet, Side side)
    {
    }
}
