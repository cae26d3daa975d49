namespace Stray.Capture.Decoding;

/// <summary>The innermost encapsulation a packet came out of.</summary>
public enum TunnelKind : byte
{
    None,
    Gre,
    IpInIp,
    SixInFour,
    Vxlan,
    Geneve,
    Teredo,
    Erspan,
    GtpU,
}
