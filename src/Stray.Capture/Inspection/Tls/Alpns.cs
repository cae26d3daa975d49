namespace Stray.Capture.Inspection.Tls;

/// <summary>Application protocols that clients really offer (IANA ALPN protocol ids, and drafts long in use).</summary>
internal static class Alpns
{
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "http/0.9", "http/1.0", "http/1.1", "h2", "h2c", "h2-14", "h2-15", "h2-16", "h2-fb", "h3", "spdy/1", "spdy/2", "spdy/3", "spdy/3.1",
        "stun.turn", "stun.nat-discovery", "webrtc", "c-webrtc", "ftp", "imap", "pop3", "smtp", "managesieve", "coap", "co", "xmpp-client",
        "xmpp-server", "acme-tls/1", "mqtt", "dot", "doq", "doq-i00", "doq-i02", "doq-i03", "ntske/1", "sunrpc", "smb", "irc", "nntp", "nnsp",
        "sip/2", "tds/8.0", "dicom", "postgresql", "radius/1.0", "radius/1.1", "grpc-exp", "apns-security-v3", "apns-pack-v1", "h1q-fb", "hq-interop",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Common.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsCommon(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[24];
        if (name.Length > text.Length)
        {
            return false;
        }

        // Draft and vendor versions of HTTP/3 are a family: h3-29, h3-Q050, h3-fb-05, hq-29.
        if (name.StartsWith("h3-"u8) || name.StartsWith("hq-"u8) || IsGrease(name))
        {
            return true;
        }

        for (var i = 0; i < name.Length; i++)
        {
            text[i] = (char)name[i];
        }

        return Lookup.Contains(text[..name.Length]);
    }

    public static bool IsWeb(ReadOnlySpan<byte> name) => name.SequenceEqual("h2"u8) || name.SequenceEqual("h3"u8) || name.StartsWith("h3-"u8);

    /// <summary>RFC 8701 s2: reserved two-byte names.</summary>
    private static bool IsGrease(ReadOnlySpan<byte> name) => name.Length == 2 && name[0] == name[1] && (name[0] & 0x0F) == 0x0A;
}
