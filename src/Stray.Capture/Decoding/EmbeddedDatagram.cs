using Stray.Contracts.Flows;

namespace Stray.Capture.Decoding;

/// <summary>
/// What an ICMP error quotes of the datagram that caused it (RFC 792, RFC 4443 s3): enough to find that datagram's flow.
/// Ports are 0 when the quote was too short or the protocol has none.
/// </summary>
public struct EmbeddedDatagram
{
    /// <summary>4 or 6; 0 when the packet quotes nothing that can be trusted.</summary>
    public byte IpVersion;
    public byte Protocol;
    public Address Source;
    public Address Destination;
    public ushort SourcePort;
    public ushort DestinationPort;
}
