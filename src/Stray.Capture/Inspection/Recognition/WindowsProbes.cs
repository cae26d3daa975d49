using System.Buffers.Binary;
using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>What Windows networks speak: SMB, NetBIOS, DCE/RPC, RDP, LDAP, Kerberos.</summary>
internal static class WindowsProbes
{
    private const int SessionRequestLength = 72;

    public static ProbeResult Smb1(ReadOnlySpan<byte> bytes, Side side, bool udp) => Smb(bytes, 0xFF);

    public static ProbeResult Smb2(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        var plain = Smb(bytes, 0xFE);
        return plain == ProbeResult.Yes ? plain : Smb(bytes, 0xFD) is ProbeResult.Yes ? ProbeResult.Yes : plain;
    }

    /// <summary>C706 s12.6.3: version 5.0, a PDU type, a known data representation, a fragment length that fits.</summary>
    public static ProbeResult DceRpc(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 16)
        {
            return bytes[0] == 5 && (bytes.Length < 2 || bytes[1] == 0) && (bytes.Length < 3 || bytes[2] <= 19) ? ProbeResult.Maybe : ProbeResult.No;
        }

        var little = bytes[4] == 0x10;
        var length = little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]);
        return bytes[0] == 5 && bytes[1] == 0 && bytes[2] <= 19 && bytes[4] is 0x10 or 0 && bytes[5] == 0 && bytes[6] == 0
            && length >= 16 ? ProbeResult.Yes : ProbeResult.No;
    }

    /// <summary>RFC 1006 TPKT with an X.224 connection request or confirm; RDP's own when it negotiates or carries its cookie.</summary>
    public static ProbeResult Rdp(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (!IsTpkt(bytes, side == Side.Forward ? (byte)0xE0 : (byte)0xD0))
        {
            return bytes.Length < 6 && bytes[0] == 3 && (bytes.Length < 2 || bytes[1] == 0) ? ProbeResult.Maybe : ProbeResult.No;
        }

        if (bytes.Length <= 11)
        {
            return ProbeResult.Maybe;
        }

        var rest = bytes[11..];
        var negotiation = rest.Length >= 8 && rest[0] is >= 1 and <= 3 && rest[2] == 8 && rest[3] == 0;
        return negotiation || Text.Begins(rest, "Cookie: "u8) == ProbeResult.Yes ? ProbeResult.Yes : ProbeResult.No;
    }

    /// <summary>RFC 4511 s4.1.1: a BER sequence of a message id and a protocol operation.</summary>
    public static ProbeResult Ldap(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (!Ber.TryEnter(bytes, 0x30, out var message) || message.Length < 4 || message[0] != 2 || message[1] is < 1 or > 4
            || message.Length < 3 + message[1])
        {
            return bytes.Length < 6 && bytes[0] == 0x30 ? ProbeResult.Maybe : ProbeResult.No;
        }

        return message[2 + message[1]] switch
        {
            0x60 or 0x63 or 0x66 or 0x68 or 0x4A or 0x6C or 0x6E or 0x77 => ProbeResult.Yes,
            0x61 or 0x64 or 0x65 or 0x67 or 0x69 or 0x6B or 0x6D or 0x6F or 0x73 or 0x78 or 0x79 => ProbeResult.Yes,
            0x42 when message[3 + message[1]] == 0 => ProbeResult.Yes,
            _ => ProbeResult.No,
        };
    }

    /// <summary>RFC 4120 s5.4: an application tag around a sequence that begins with pvno 5; over TCP after four bytes of length.</summary>
    public static ProbeResult Kerberos(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        var body = bytes;
        if (!udp)
        {
            if (bytes.Length < 5)
            {
                return bytes[0] == 0 ? ProbeResult.Maybe : ProbeResult.No;
            }

            body = bytes[4..];
        }

        if (body[0] is not (0x6A or 0x6B or 0x6C or 0x6D or 0x6E or 0x6F or 0x7E))
        {
            return ProbeResult.No;
        }

        if (!Ber.TryEnter(body, body[0], out var message) || !Ber.TryEnter(message, 0x30, out var sequence) || sequence.Length < 5)
        {
            return udp || body.Length < 16 ? ProbeResult.Maybe : ProbeResult.No;
        }

        return sequence[0] is 0xA0 or 0xA1 && sequence[1] == 3 && sequence[2] == 2 && sequence[3] == 1 && sequence[4] == 5
            ? ProbeResult.Yes : udp ? ProbeResult.Maybe : ProbeResult.No;
    }

    internal static bool IsTpkt(ReadOnlySpan<byte> bytes, byte code) =>
        bytes.Length >= 6 && bytes[0] == 3 && bytes[1] == 0 && BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) >= 7
        && bytes[4] >= 2 && (bytes[5] & 0xF0) == code;

    /// <summary>RFC 1002 s4.3: SMB in NetBIOS session messages, on port 139 after a session request.</summary>
    private static ProbeResult Smb(ReadOnlySpan<byte> bytes, byte magic)
    {
        if (bytes[0] == 0x81 && bytes.Length >= 4 && bytes[1] <= 1)
        {
            return bytes.Length < SessionRequestLength + 8 ? ProbeResult.Maybe : Smb(bytes[SessionRequestLength..], magic);
        }

        if (bytes[0] == 0x82 && bytes.Length >= 4 && bytes[1..4].IndexOfAnyExcept((byte)0) < 0)
        {
            return bytes.Length < 12 ? ProbeResult.Maybe : Smb(bytes[4..], magic);
        }

        if (bytes[0] != 0 || (bytes.Length > 1 && bytes[1] > 1) || (bytes.Length > 4 && bytes[4] != magic))
        {
            return ProbeResult.No;
        }

        return bytes.Length < 8 ? ProbeResult.Maybe : bytes[5..].StartsWith("SMB"u8) ? ProbeResult.Yes : ProbeResult.No;
    }
}
