using System.Buffers.Binary;
using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>Proxies and virtual private networks.</summary>
internal static class TunnelProbes
{
    /// <summary>RFC 1928 s3: version 5 and as many methods as it says; SOCKS 4 by its port only.</summary>
    public static ProbeResult Socks(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (side == Side.Backward)
        {
            return bytes[0] == 5 && (bytes.Length < 2 || (bytes.Length == 2 && bytes[1] is 0 or 1 or 2 or 0xFF))
                || (bytes.Length == 8 && bytes[0] == 0 && bytes[1] is >= 0x5A and <= 0x5D) ? ProbeResult.Maybe : ProbeResult.No;
        }

        if (bytes[0] == 5)
        {
            return bytes.Length < 2 ? ProbeResult.Maybe
                : bytes[1] is < 1 or > 4 || bytes.Length > 2 + bytes[1] || bytes[2..].ContainsAnyExceptInRange((byte)0, (byte)9) ? ProbeResult.No
                : bytes.Length == 2 + bytes[1] ? ProbeResult.Yes : ProbeResult.Maybe;
        }

        return bytes[0] == 4 && bytes.Length >= 9 && bytes[1] is 1 or 2 && bytes[8..].Contains((byte)0) ? ProbeResult.Maybe : ProbeResult.No;
    }

    /// <summary>RFC 7296 s3.1, RFC 2408 s3.1; on port 4500 after four zero bytes (RFC 3948 s2.2).</summary>
    public static ProbeResult Isakmp(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length >= 32 && BinaryPrimitives.ReadUInt32BigEndian(bytes) == 0)
        {
            bytes = bytes[4..];
        }

        return bytes.Length >= 28 && BinaryPrimitives.ReadUInt64BigEndian(bytes) != 0 && bytes[17] is 0x10 or 0x20
            && bytes[18] is 2 or 4 or 5 or 6 or 32 or 33 or (>= 34 and <= 37) && BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]) == bytes.Length
            ? ProbeResult.Yes : ProbeResult.No;
    }

    /// <summary>OpenVPN's reset from the client: opcode 7, key 0, a session id, no acknowledgements, packet 0.</summary>
    public static ProbeResult OpenVpn(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (!udp)
        {
            if (bytes.Length < 3 || BinaryPrimitives.ReadUInt16BigEndian(bytes) + 2 != bytes.Length)
            {
                return ProbeResult.No;
            }

            bytes = bytes[2..];
        }

        if (bytes[0] == 0x38 && bytes.Length == 14 && bytes[9..].IndexOfAnyExcept((byte)0) < 0)
        {
            return ProbeResult.Yes;
        }

        return bytes[0] is 0x38 or 0x40 or 0x50 && bytes.Length >= 14 ? ProbeResult.Maybe : ProbeResult.No;
    }

    /// <summary>WireGuard s5.4: a type, three zero bytes, the length of that type.</summary>
    public static ProbeResult WireGuard(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 32 || bytes[1] != 0 || bytes[2] != 0 || bytes[3] != 0)
        {
            return ProbeResult.No;
        }

        return bytes[0] switch
        {
            1 when bytes.Length == 148 => ProbeResult.Yes,
            2 when bytes.Length == 92 => ProbeResult.Yes,
            3 when bytes.Length == 64 => ProbeResult.Maybe,
            4 when bytes.Length % 16 == 0 => ProbeResult.Maybe,
            _ => ProbeResult.No,
        };
    }
}
