using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Tunnels;

/// <summary>Teredo (RFC 4380 s5.1.1): optional authentication and origin indication, then IPv6.</summary>
internal sealed class TeredoDecoder(OverlayReport overlay, TunnelGate gate)
{
    private const int Ipv6 = 40, Origin = 8, AuthenticationFixed = 13;
    private const byte NoNextHeader = 59;

    public Layer Decode(scoped in Packet packet, ref Cursor cursor)
    {
        var indicated = false;
        if (Starts(packet, cursor, 0, 1))
        {
            indicated = true;
            var keys = cursor.Captured < 4 ? 0 : packet.Bytes[cursor.Offset + 2] + packet.Bytes[cursor.Offset + 3];
            var length = AuthenticationFixed + keys;
            if (cursor.Captured < length)
            {
                return overlay.TooShort(packet, cursor, length, "{0} bytes cannot hold a Teredo authentication of {1}");
            }

            cursor.Skip(length);
        }

        if (Starts(packet, cursor, 0, 0))
        {
            indicated = true;
            if (cursor.Captured < Origin)
            {
                return overlay.TooShort(packet, cursor, Origin, "{0} bytes cannot hold a Teredo origin indication of {1}");
            }

            cursor.Skip(Origin);
        }

        return Inner(indicated, packet, ref cursor);
    }

    private Layer Inner(bool indicated, scoped in Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 1 || packet.Bytes[cursor.Offset] >> 4 != 6)
        {
            return indicated
                && cursor.Whole ? overlay.Invalid(packet, cursor, 1, "Teredo header with no IPv6 behind it") : Layer.Done;
        }

        if (cursor.Captured < Ipv6)
        {
            return overlay.TooShort(packet, cursor, Ipv6, "{0} bytes cannot hold the IPv6 header of {1} in Teredo");
        }

        var header = packet.Bytes.Slice(cursor.Offset, Ipv6);
        var payload = (header[4] << 8) | header[5];
        if (header[6] == NoNextHeader && payload > 0)
        {
            overlay.Invalid(packet, cursor, Ipv6, new FindingDetail("Teredo bubble with {0} bytes of payload", payload));
        }

        return gate.Enter(TunnelKind.Teredo, 0, Layer.Ipv6, packet, ref cursor);
    }

    private static bool Starts(scoped in Packet packet, scoped in Cursor cursor, byte first, byte second) =>
        cursor.Captured >= 2 && packet.Bytes[cursor.Offset] == first && packet.Bytes[cursor.Offset + 1] == second;
}
