using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Http2;

/// <summary>Whether bytes begin HTTP/2: the client's preface, or a server's SETTINGS frame.</summary>
public static class Http2Probe
{
    private const int MostSettings = 32;

    public static ProbeResult Probe(ReadOnlySpan<byte> firstBytes, Side side, bool udp)
    {
        var preface = "PRI * HTTP/2.0\r\n"u8;
        var length = Math.Min(firstBytes.Length, preface.Length);
        if (udp || length == 0)
        {
            return udp ? ProbeResult.No : ProbeResult.Maybe;
        }

        if (firstBytes[..length].SequenceEqual(preface[..length]))
        {
            return length >= 6 ? ProbeResult.Yes : ProbeResult.Maybe;
        }

        if (firstBytes.Length < Http2FrameHeader.Size)
        {
            return firstBytes[0] == 0 && side == Side.Backward ? ProbeResult.Maybe : ProbeResult.No;
        }

        var header = new Http2FrameHeader(firstBytes);
        var settings = header.Type == Http2Type.Settings && header.Stream == 0 && header.Flags == 0
            && header.Length % 6 == 0 && header.Length <= MostSettings * 6;
        return settings ? ProbeResult.Yes : ProbeResult.No;
    }
}
