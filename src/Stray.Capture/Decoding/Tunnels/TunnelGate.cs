using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Tunnels;

/// <summary>Every encapsulation goes through here, so that none escapes the depth limit.</summary>
internal sealed class TunnelGate(DecodingReport report, DecoderLimits limits)
{
    /// <summary>Lets the cursor on to the inner header; the packet changes only when that header is accepted.</summary>
    public Layer Enter(TunnelKind kind, uint id, Layer inner, scoped in Packet packet, ref Cursor cursor)
    {
        if (inner == Layer.Done)
        {
            return Layer.Done;
        }

        if (packet.TunnelDepth >= limits.Tunnels)
        {
            return report.Reject(FindingName.EncapDepthExceeded, packet, cursor.Offset, Math.Max(0, cursor.Captured),
                new FindingDetail("more than {0} encapsulations", limits.Tunnels));
        }

        cursor.Tunnel = kind;
        cursor.TunnelId = id;
        return inner;
    }
}
