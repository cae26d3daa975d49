using System.Buffers.Binary;
using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>Media, remote screens and peer-to-peer.</summary>
internal static class MediaProbes
{
    /// <summary>Recognised only as a run of datagrams, by <see cref="RtpRun"/>.</summary>
    public static ProbeResult Rtp(ReadOnlySpan<byte> bytes, Side side, bool udp) => ProbeResult.No;

    /// <summary>RFC 3550 s6.4: version 2, a report or description type, lengths that fill the datagram.</summary>
    public static ProbeResult Rtcp(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 8 || bytes[1] is < 200 or > 202)
        {
            return ProbeResult.No;
        }

        var at = 0;
        while (at + 4 <= bytes.Length && bytes[at] >> 6 == 2 && bytes[at + 1] is >= 200 and <= 207)
        {
            at += 4 * (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]) + 1);
        }

        return at == bytes.Length ? ProbeResult.Yes : ProbeResult.No;
    }

    /// <summary>RFC 8489 s5: the magic cookie and the datagram's length.</summary>
    public static ProbeResult Stun(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        bytes.Length >= 20 && (bytes[0] & 0xC0) == 0 && BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) == 0x2112A442
        && (!udp || BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) + 20 == bytes.Length) ? ProbeResult.Yes : ProbeResult.No;

    /// <summary>RFC 6143 s7.1.1.</summary>
    public static ProbeResult Vnc(ReadOnlySpan<byte> bytes, Side side, bool udp) => Text.Begins(bytes, "RFB 00"u8);

    /// <summary>X11 s8: byte order and protocol 11.0 in it.</summary>
    public static ProbeResult X11(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        side == Side.Forward && bytes.Length >= 12 && ((bytes[0] == (byte)'l' && bytes[2] == 11 && bytes[3] == 0) || (bytes[0] == (byte)'B' && bytes[2] == 0 && bytes[3] == 11))
        && bytes[1] == 0 && bytes[4] == 0 && bytes[5] == 0 ? ProbeResult.Yes : ProbeResult.No;

    /// <summary>BEP 3, BEP 5.</summary>
    public static ProbeResult BitTorrent(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        udp ? Text.BeginsAny(bytes, "d1:ad2:id20:|d1:rd2:id20:|d1:eli20"u8) == ProbeResult.Yes ? ProbeResult.Yes : ProbeResult.No
            : Text.Begins(bytes, "\u0013BitTorrent protocol"u8);
}
