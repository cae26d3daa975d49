using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Http;

/// <summary>Whether bytes begin an HTTP/1 message, whatever the port.</summary>
public static class HttpProbe
{
    private const int LongestMethod = 20;

    public static ProbeResult Probe(ReadOnlySpan<byte> firstBytes, Side side, bool udp)
    {
        if (udp)
        {
            return ProbeResult.No; // SSDP borrows the syntax, not the protocol
        }

        return firstBytes.Length == 0 ? ProbeResult.Maybe
            : HttpSyntax.StartsWith("http/"u8, Lower(firstBytes)) ? ProbeStatus(firstBytes)
            : ProbeRequest(firstBytes);
    }

    private static ReadOnlySpan<byte> Lower(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(bytes.Length, 5)];

    private static ProbeResult ProbeStatus(ReadOnlySpan<byte> bytes) => bytes.Length < 6 ? ProbeResult.Maybe : ProbeResult.Yes;

    private static ProbeResult ProbeRequest(ReadOnlySpan<byte> bytes)
    {
        var feed = bytes.IndexOf((byte)'\n');
        var line = (feed < 0 ? bytes : bytes[..feed]).TrimEnd((byte)'\r').TrimStart(" \t"u8);
        var space = line.IndexOf((byte)' ');
        if (space <= 0)
        {
            var begun = feed < 0 && line.Length <= LongestMethod && line.IndexOfAnyExcept(HttpSyntax.Token) < 0;
            return begun ? ProbeResult.Maybe : ProbeResult.No;
        }

        if (line.IndexOf(" HTTP/"u8) is var version && version >= 0 && !line.StartsWith("PRI "u8))
        {
            return ProbeResult.Yes;
        }

        var method = HttpMethods.Of(line[..space]);
        return method == HttpMethod.Unknown || line.StartsWith("PRI "u8) ? ProbeResult.No
            : LooksLikeTarget(line[space..]) ? ProbeResult.Yes
            : ProbeResult.Maybe; // SEARCH, COPY, MOVE … are commands of other protocols, too
    }

    private static bool LooksLikeTarget(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart((byte)' ');
        return rest.Length > 0 && (rest[0] == '/' || HttpSyntax.StartsWith(rest, "http://"u8));
    }
}
