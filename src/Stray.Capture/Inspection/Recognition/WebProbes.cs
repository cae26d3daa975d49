using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>HTTP and what is written like it: SSDP, RTSP, SIP.</summary>
internal static class WebProbes
{
    /// <summary>RFC 9110 s9, WebDAV (RFC 4918), UPnP, RPC over HTTP, BITS.</summary>
    private static ReadOnlySpan<byte> Methods =>
        "GET |POST |HEAD |PUT |DELETE |OPTIONS |TRACE |CONNECT |PATCH |PROPFIND |PROPPATCH |MKCOL |COPY |MOVE |LOCK |UNLOCK |"u8
        + "REPORT |SEARCH |NOTIFY |SUBSCRIBE |UNSUBSCRIBE |M-SEARCH |MKACTIVITY |CHECKOUT |MERGE |"u8
        + "RPC_IN_DATA |RPC_OUT_DATA |BITS_POST |CCM_POST "u8;

    private static ReadOnlySpan<byte> SipMethods =>
        "INVITE |REGISTER |OPTIONS |ACK |BYE |CANCEL |SUBSCRIBE |NOTIFY |MESSAGE |INFO |REFER |PUBLISH |UPDATE |PRACK "u8;

    private static ReadOnlySpan<byte> RtspMethods =>
        "OPTIONS |DESCRIBE |SETUP |PLAY |PAUSE |TEARDOWN |ANNOUNCE |RECORD |GET_PARAMETER |SET_PARAMETER "u8;

    private const int LongestPrelude = 32;

    public static ProbeResult Http(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (udp)
        {
            return ProbeResult.No;
        }

        return side == Side.Backward ? Text.BeginsAny(bytes, "HTTP/|ICY "u8) : Request(bytes);
    }

    /// <summary>RFC 9113 s3.4: the preface, answered by a SETTINGS frame of whole settings.</summary>
    public static ProbeResult Http2(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (side == Side.Forward)
        {
            return Text.Begins(bytes, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        }

        return bytes.Length >= 9 && bytes[0] == 0 && bytes[3] == 4 && bytes[4] <= 1 && bytes[5..9].IndexOfAnyExcept((byte)0) < 0
            && ((bytes[1] << 8) | bytes[2]) % 6 == 0 ? ProbeResult.Maybe : ProbeResult.No;
    }

    public static ProbeResult Ssdp(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        udp ? Text.BeginsAny(bytes, "M-SEARCH * HTTP/1.1|NOTIFY * HTTP/1.1|HTTP/1.1 200 OK"u8) : ProbeResult.No;

    public static ProbeResult Sip(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (Text.Begins(bytes, "SIP/2.0 "u8) is var reply and not ProbeResult.No)
        {
            return reply;
        }

        var method = Text.BeginsAny(bytes, SipMethods);
        var verdict = method == ProbeResult.Yes ? Scheme(bytes, "sip:|sips:|tel:"u8) : method;

        // Keep-alives and junk come before requests: on its own port the inspector waits for what follows.
        return udp && verdict == ProbeResult.No && bytes.Length <= LongestPrelude ? ProbeResult.Maybe : verdict;
    }

    public static ProbeResult Rtsp(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (Text.Begins(bytes, "RTSP/1.0 "u8) is var reply and not ProbeResult.No)
        {
            return reply;
        }

        var method = Text.BeginsAny(bytes, RtspMethods);
        return method == ProbeResult.Yes ? Scheme(bytes, "rtsp:|rtspu:|* RTSP/1.0"u8) : method;
    }

    private static ProbeResult Request(ReadOnlySpan<byte> bytes)
    {
        var line = Text.FirstLine(bytes);
        if (Text.BeginsAny(line, Methods) is var known and not ProbeResult.No)
        {
            return known == ProbeResult.Yes && IsForeign(line) ? ProbeResult.No : known;
        }

        if (line.IsEmpty || !Text.IsPrintable(line) || line.StartsWith("PRI * "u8))
        {
            return ProbeResult.No; // binary, or HTTP/2, which only looks like HTTP/1
        }

        // A method nobody knows is a finding for the inspector, if the rest of the line says what it is.
        return Text.Contains(line, " http/"u8) ? ProbeResult.Yes : ProbeResult.Maybe;
    }

    private static bool IsForeign(ReadOnlySpan<byte> line) =>
        Scheme(line, "sip:|sips:|tel:|rtsp:|rtspu:|* RTSP/1.0"u8) == ProbeResult.Yes || Text.Contains(line, " rtsp/1"u8)
        || Text.Contains(line, " sip/2"u8);

    private static ProbeResult Scheme(ReadOnlySpan<byte> line, ReadOnlySpan<byte> schemes)
    {
        var space = line.IndexOf((byte)' ');
        return space + 1 == line.Length ? ProbeResult.Maybe : Text.BeginsAny(line[(space + 1)..], schemes);
    }
}
