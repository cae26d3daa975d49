using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Tunnels;

/// <summary>Findings of tunnels over UDP, where only a port number says that there is a tunnel.</summary>
internal sealed class OverlayReport(DecodingReport report)
{
    private const int FirstUserPort = 1024;

    /// <summary>
    /// Ends decoding at the outer datagram. A service's answer to a client whose ephemeral port happens to be a tunnel's is no
    /// broken tunnel: datagrams from well-known ports are left alone.
    /// </summary>
    public Layer Invalid(scoped in Packet packet, scoped in Cursor cursor, int length, FindingDetail detail)
    {
        if (packet.SourcePort >= FirstUserPort)
        {
            report.Add(FindingName.OverlayHeaderInvalid, packet, cursor.Offset, Math.Max(0, Math.Min(length, cursor.Captured)),
                detail);
        }

        return Layer.Done;
    }

    /// <summary>Ends decoding at the outer datagram because the tunnel header is not all there.</summary>
    public Layer TooShort(scoped in Packet packet, scoped in Cursor cursor, int needed, string what)
    {
        if (cursor.OnWire >= needed)
        {
            return report.CutBySnaplen(packet, cursor);
        }

        return Invalid(packet, cursor, needed, new FindingDetail(what, cursor.OnWire, needed));
    }
}
