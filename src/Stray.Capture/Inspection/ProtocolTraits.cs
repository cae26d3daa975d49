namespace Stray.Capture.Inspection;

/// <summary>What the recognition may conclude from a protocol's probe.</summary>
[Flags]
public enum ProtocolTraits : byte
{
    None = 0,
    Tcp = 1,
    Udp = 2,

    /// <summary>A No of its probe is trustworthy on both sides: another answer on its port, or from its other side, is a finding.</summary>
    Strict = 4,

    /// <summary>The client speaks first; a server that starts is a finding.</summary>
    ClientFirst = 8,

    /// <summary>Its content is that of another protocol (mDNS is DNS): recognised on its own port only.</summary>
    OwnPortOnly = 16,

    /// <summary>Unrecognisable bytes on its port still go to its inspector: a broken message is what it looks for.</summary>
    InspectUnrecognised = 32,

    /// <summary>Shares its datagram flow with other protocols (STUN before DTLS and RTP, RFC 7983).</summary>
    Shares = 64,
}
