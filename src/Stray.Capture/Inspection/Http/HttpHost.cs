namespace Stray.Capture.Inspection.Http;

/// <summary>uri-host [ ":" port ] (RFC 9110 s7.2, RFC 3986 s3.2).</summary>
internal static class HttpHost
{
    private const int LongestPort = 5;

    /// <summary>Why the authority is invalid, at which index; null when it is sound, also when empty.</summary>
    /// <param name="host">The host without port.</param>
    public static string? Check(ReadOnlySpan<byte> authority, out ReadOnlySpan<byte> host, out int at)
    {
        at = 0;
        host = authority;
        var bracket = authority.Length > 0 && authority[0] == '[';
        var end = bracket ? authority.IndexOf((byte)']') + 1 : authority.IndexOf((byte)':');
        if (bracket && end == 0)
        {
            return "IP literal is not closed";
        }

        host = end < 0 ? authority : authority[..end];
        at = bracket ? host[1..^1].IndexOfAnyExcept(HttpSyntax.IpLiteral) : host.IndexOfAnyExcept(HttpSyntax.RegisteredName);
        if (at >= 0)
        {
            at += bracket ? 1 : 0;
            return "character that no host name holds";
        }

        at = host.Length;
        return end < 0 || end == authority.Length ? null : CheckPort(authority[end..]);
    }

    private static string? CheckPort(ReadOnlySpan<byte> port)
    {
        if (port[0] != ':')
        {
            return "bytes after the IP literal";
        }

        port = port[1..];
        var number = port.Length is > 0 and <= LongestPort ? HttpSyntax.Decimal(port) : port.Length == 0 ? 0 : -1;
        return number is < 0 or > ushort.MaxValue ? "port is no number up to 65535" : null;
    }

    /// <summary>FNV-1a, in lower case; never 0.</summary>
    public static uint HashOf(ReadOnlySpan<byte> host)
    {
        var hash = 2166136261u;
        foreach (var c in host)
        {
            hash = (hash ^ (c is >= (byte)'A' and <= (byte)'Z' ? c | 0x20u : c)) * 16777619;
        }

        return hash == 0 ? 1 : hash;
    }

    /// <summary>Lower case; anything but graphic ASCII as \DDD, as in DNS names.</summary>
    public static string TextOf(ReadOnlySpan<byte> host)
    {
        var text = new System.Text.StringBuilder(host.Length);
        foreach (var c in host[..Math.Min(host.Length, 255)])
        {
            _ = c is > 0x20 and < 0x7F and not (byte)'\\'
                ? text.Append(char.ToLowerInvariant((char)c))
                : text.Append('\\').Append(c.ToString("D3", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
