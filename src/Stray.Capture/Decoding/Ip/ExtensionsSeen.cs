namespace Stray.Capture.Decoding.Ip;

/// <summary>
/// Which extension headers a packet had so far: each may appear once, destination options twice (RFC 8200 s4.1).
/// </summary>
internal struct ExtensionsSeen
{
    private byte _hopByHop, _routing, _fragment, _authentication, _destination;

    /// <summary>Notes one more header of the type; true when it is one too many.</summary>
    public bool Repeats(byte type) => type switch
    {
        IpProtocols.HopByHop => _hopByHop++ > 0,
        IpProtocols.Routing => _routing++ > 0,
        IpProtocols.Fragment => _fragment++ > 0,
        IpProtocols.Authentication => _authentication++ > 0,
        IpProtocols.DestinationOptions => _destination++ > 1,
        _ => false,
    };
}
