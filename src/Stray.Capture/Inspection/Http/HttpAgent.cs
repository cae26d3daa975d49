using System.Buffers;

namespace Stray.Capture.Inspection.Http;

/// <summary>User agents, credentials and field names that no ordinary client sends.</summary>
internal static class HttpAgent
{
    private const int Shortest = 4;
    private const int Longest = 512;
    private const int ShortestBase64 = 24;

    private static readonly SearchValues<string> Tools = SearchValues.Create(
        [
            "sqlmap", "nikto", "nmap", "masscan", "zgrab", "dirbuster", "gobuster", "wpscan", "hydra", "nessus", "acunetix",
            "openvas", "nuclei", "ffuf", "feroxbuster", "havij", "w3af", "arachni", "netsparker", "jaeles", "zmeu", "morfeus",
            "muieblackcat", "l9explore", "whatweb", "dirsearch", "commix", "xmrig", "${jndi", "() {",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static string? Check(ReadOnlySpan<byte> agent)
    {
        if (agent.Length < Shortest)
        {
            return agent.Length == 0 ? "User-Agent is empty" : "User-Agent is too short to name anything";
        }

        if (agent.Length > Longest)
        {
            return "User-Agent is longer than any browser's";
        }

        Span<char> text = stackalloc char[Longest];
        for (var i = 0; i < agent.Length; i++)
        {
            text[i] = (char)agent[i];
        }

        return ((ReadOnlySpan<char>)text[..agent.Length]).IndexOfAny(Tools) >= 0 ? "User-Agent of a scanner or an exploit"
            : LooksEncoded(agent) ? "User-Agent looks encoded"
            : null;
    }

    private static bool LooksEncoded(ReadOnlySpan<byte> agent) =>
        agent.Length >= ShortestBase64 && agent.IndexOfAnyExcept(HttpSyntax.Base64) < 0
        && agent.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0
        && agent.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0
        && agent.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0
        && agent.IndexOfAny("/-_"u8) < 0
        && ByteEntropy.Of(agent) > 4;

    /// <summary>Fields that malware is known by (system facts as fields of their own), after nDPI's list.</summary>
    public static bool IsSuspiciousField(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => name[0] is (byte)'S' or (byte)'s',
        2 => HttpSyntax.Is(name, "os"u8),
        3 => HttpSyntax.Is(name, "mem"u8),
        4 => HttpSyntax.Is(name, "arch"u8) || HttpSyntax.Is(name, "root"u8) || HttpSyntax.Is(name, "uuid"u8),
        5 => HttpSyntax.Is(name, "cores"u8),
        6 => HttpSyntax.Is(name, "osname"u8),
        9 => HttpSyntax.Is(name, "osversion"u8) || HttpSyntax.Is(name, "x-hire-me"u8),
        11 => HttpSyntax.Is(name, "tls_version"u8),
        _ => false,
    };

    /// <summary>Whether the authentication scheme is registered, or one of the well-known private ones.</summary>
    public static bool IsKnownScheme(ReadOnlySpan<byte> credentials)
    {
        var space = credentials.IndexOf((byte)' ');
        var scheme = space < 0 ? credentials : credentials[..space];
        return Any(scheme, "basic"u8, "digest"u8, "bearer"u8) || Any(scheme, "ntlm"u8, "negotiate"u8, "kerberos"u8)
            || Any(scheme, "hoba"u8, "mutual"u8, "oauth"u8) || Any(scheme, "vapid"u8, "dpop"u8, "gnap"u8)
            || Any(scheme, "aws4-hmac-sha256"u8, "privatetoken"u8, "hawk"u8) || Any(scheme, "token"u8, "apikey"u8, "sharedkey"u8)
            || Any(scheme, "wsse"u8, "googlelogin"u8, "concealed"u8) || HttpSyntax.StartsWith(scheme, "scram-sha-"u8)
            || HttpSyntax.Is(scheme, "aws"u8);
    }

    private static bool Any(ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c) =>
        HttpSyntax.Is(scheme, a) || HttpSyntax.Is(scheme, b) || HttpSyntax.Is(scheme, c);
}
