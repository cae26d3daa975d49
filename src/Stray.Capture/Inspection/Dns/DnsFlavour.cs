namespace Stray.Capture.Inspection.Dns;

/// <summary>The protocols that share the DNS message format; the port tells them apart, the message cannot.</summary>
public enum DnsFlavour : byte
{
    Dns,

    /// <summary>RFC 6762, port 5353.</summary>
    Multicast,

    /// <summary>RFC 4795, port 5355.</summary>
    LinkLocal,

    /// <summary>RFC 1002, port 137.</summary>
    NetBios,
}
