using System.Buffers.Binary;
using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>TLS, DTLS, QUIC and SSH.</summary>
internal static class SecureProbes
{
    private const int RecordHeader = 5;
    private const int LongestRecord = (1 << 14) + 2048;

    /// <summary>RFC 4253 s4.2: the identification; a server may send other lines before it.</summary>
    public static ProbeResult Ssh(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        Text.Begins(bytes, "SSH-"u8) is var banner and not ProbeResult.No ? banner
            : side == Side.Backward && Text.IsPrintable(Text.FirstLine(bytes)) ? ProbeResult.Maybe : ProbeResult.No;

    /// <summary>RFC 8446 s5.1: a handshake record that holds a hello, an alert, or a run of whole records seen midstream.</summary>
    public static ProbeResult Tls(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length >= 2 && (bytes[0] & 0x80) != 0 && side == Side.Forward)
        {
            return Sslv2Hello(bytes);
        }

        if (bytes[0] is < 0x14 or > 0x17 || (bytes.Length > 1 && bytes[1] != 3) || (bytes.Length > 2 && bytes[2] > 4))
        {
            return ProbeResult.No;
        }

        if (bytes.Length < RecordHeader + 1)
        {
            return ProbeResult.Maybe;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
        if (length is 0 or > LongestRecord)
        {
            return bytes[0] == 0x17 && length == 0 ? ProbeResult.Maybe : ProbeResult.No;
        }

        return bytes[0] switch
        {
            0x16 when bytes[5] == (side == Side.Forward ? 1 : 2) => ProbeResult.Yes,
            0x15 when length == 2 && bytes.Length >= 7 => bytes[5] is 1 or 2 ? ProbeResult.Yes : ProbeResult.No,
            _ => IsRecordRun(bytes, length) ? ProbeResult.Yes : ProbeResult.Maybe,
        };
    }

    /// <summary>RFC 6347 s4.1; RFC 9147 s4: a plaintext record with its 13-byte header whose length fits the datagram.</summary>
    public static ProbeResult Dtls(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 14 || bytes[0] is < 0x14 or > 0x19 || bytes[1] != 0xFE || bytes[2] is not (0xFF or 0xFD))
        {
            return ProbeResult.No;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[11..]);
        var follows = 13 + length;
        return follows == bytes.Length || (follows + 3 <= bytes.Length && bytes[follows + 1] == 0xFE)
            || (bytes[0] == 0x16 && bytes[3] == 0 && bytes[4] == 0 && bytes[13] is >= 1 and <= 25)
            ? ProbeResult.Yes : ProbeResult.No;
    }

    /// <summary>RFC 9000 s17.2: a long header of a known version with sane connection ids.</summary>
    public static ProbeResult Quic(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 8 || (bytes[0] & 0x80) == 0 || bytes[5] > 20 || bytes.Length < 7 + bytes[5])
        {
            return ProbeResult.No;
        }

        var version = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
        if (version == 0)
        {
            return Quics.IsVersionNegotiation(bytes) ? ProbeResult.Maybe : ProbeResult.No;
        }

        return Quics.IsKnownVersion(version) && bytes[6 + bytes[5]] <= 20 ? ProbeResult.Yes : ProbeResult.No;
    }

    private static bool IsRecordRun(ReadOnlySpan<byte> bytes, int length)
    {
        var next = RecordHeader + length;
        return next == bytes.Length
            || (next + RecordHeader <= bytes.Length && bytes[next] is >= 0x14 and <= 0x17 && bytes[next + 1] == 3 && bytes[next + 2] <= 4);
    }

    /// <summary>RFC 5246 E.2: an SSLv2 hello whose three lengths add up.</summary>
    private static ProbeResult Sslv2Hello(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 11)
        {
            return bytes.Length < 3 || bytes[2] == 1 ? ProbeResult.Maybe : ProbeResult.No;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes) & 0x7FFF;
        var ciphers = BinaryPrimitives.ReadUInt16BigEndian(bytes[5..]);
        var session = BinaryPrimitives.ReadUInt16BigEndian(bytes[7..]);
        var challenge = BinaryPrimitives.ReadUInt16BigEndian(bytes[9..]);
        return bytes[2] == 1 && (bytes[3] == 3 || (bytes[3] == 0 && bytes[4] == 2)) && ciphers % 3 == 0 && ciphers > 0
            && challenge is >= 16 and <= 32 && 9 + ciphers + session + challenge == length ? ProbeResult.Yes : ProbeResult.No;
    }
}
