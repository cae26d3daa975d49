namespace Stray.Capture.Decoding.Tunnels;

/// <summary>IP directly in IP (RFC 2003, RFC 2473, RFC 4213): no header of its own, so both lengths must agree.</summary>
internal sealed class IpInIpDecoder(TunnelGate gate)
{
    public Layer Four(scoped in Packet packet, ref Cursor cursor) => Inner(TunnelKind.IpInIp, Layer.Ipv4, packet, ref cursor);

    public Layer Six(scoped in Packet packet, ref Cursor cursor) =>
        Inner(packet.IpVersion == 4 ? TunnelKind.SixInFour : TunnelKind.IpInIp, Layer.Ipv6, packet, ref cursor);

    private Layer Inner(TunnelKind kind, Layer layer, scoped in Packet packet, ref Cursor cursor)
    {
        cursor.ExactFit = true;
        return gate.Enter(kind, 0, layer, packet, ref cursor);
    }
}
