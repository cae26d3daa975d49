using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Tunnels;

/// <summary>
/// VXLAN (RFC 7348 s5): 8 bytes with the I flag set, then an Ethernet frame. Port 8472 is only a guess and never a
/// finding.
/// </summary>
internal sealed class VxlanDecoder(OverlayReport overlay, TunnelGate gate)
{
    private const int Header = 8, Ethernet = 14, AssignedPort = 4789;
    private const byte ValidNetwork = 0x08;

    public Layer Decode(scoped in Packet packet, ref Cursor cursor)
    {
        var assigned = packet.DestinationPort == AssignedPort;
        if (cursor.Captured < Header)
        {
            return assigned ? overlay.TooShort(packet, cursor, Header,
                "{0} bytes cannot hold a VXLAN header of {1}") : Layer.Done;
        }

        var header = packet.Bytes.Slice(cursor.Offset, Header);
        if ((header[0] & ValidNetwork) == 0)
        {
            return assigned ? overlay.Invalid(packet, cursor, 1,
                new FindingDetail("VXLAN flags {0} name no network", header[0])) : Layer.Done;
        }

        if (cursor.OnWire < Header + Ethernet)
        {
            return assigned ? overlay.Invalid(packet, cursor, Header, "VXLAN header with no frame behind it") : Layer.Done;
        }

        if (!assigned && (header[0] != ValidNetwork || header[7] != 0))
        {
            return Layer.Done;
        }

        var network = BinaryPrimitives.ReadUInt32BigEndian(header[4..]) >> 8;
        cursor.Skip(Header);
        return gate.Enter(TunnelKind.Vxlan, network, Layer.Ethernet, packet, ref cursor);
    }
}
