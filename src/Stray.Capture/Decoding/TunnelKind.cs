namespace Stray.Capture.Decoding;

/// <summary>The innermost encapsulation a packet came out of.</summary>
public enum TunnelKind : byte
{
    None,
    Gre,

    /// <summary>IPv4 or IPv6 directly in IP of the same or the lower version (RFC 2003, RFC 2473).</summary>
    IpInIp,

    /// <summary>IPv6 in IPv4, protocol 41 (RFC 4213).</summary>
    SixInFour,
    Vxlan,
    Geneve,
    Teredo,
    Erspan,
    GtpU,
}
