using Stray.Contracts.Flows;

namespace Stray.Capture.Decoding;

/// <summary>
/// A decoded frame: the innermost packet the decoder reached, as offsets into <see cref="Bytes"/>. One instance is reused,
/// nothing is copied.
/// </summary>
public ref struct Packet
{
    /// <summary>What every offset refers to: the frame, or a reassembled datagram (<see cref="Reassembled"/>).</summary>
    public ReadOnlySpan<byte> Bytes;

    public long Frame;
    public long Time;

    /// <summary>Frame length on the wire and as captured.</summary>
    public int WireLength;
    public int CapturedLength;
    public int Interface;

    /// <summary>The packet came out of IP reassembly: offsets are no frame offsets, evidence carries offset -1.</summary>
    public bool Reassembled;

    /// <summary>An IP fragment that did not complete a datagram: it has addresses, but ports only if it is the first.</summary>
    public bool Fragment;

    /// <summary>
    /// Reassembled only: how many frames brought the datagram's earlier fragments and their bytes on the wire. The flow
    /// stage, which counted them without ports when they came, moves them to the datagram's flow.
    /// </summary>
    public int EarlierFragments;
    public long EarlierFragmentBytes;

    // Link
    public ushort EtherType;
    public byte VlanDepth;
    public ushort VlanId;
    public Address SourceMac;
    public Address DestinationMac;

    // ARP: IpVersion stays 0, the claims are kept for evidence
    public ushort ArpOperation;
    public Address ArpSender;
    public Address ArpTarget;

    // Network (innermost); IpVersion 0 = no IP header could be decoded
    public byte IpVersion;
    public byte Protocol;
    public byte TimeToLive;
    public Address Source;
    public Address Destination;
    public int IpOffset;

    /// <summary>Length of the IP payload by the IP header (after extension headers), not by what was captured.</summary>
    public int TransportWireLength;
    public int TransportOffset;

    /// <summary>True when the transport header was whole and sound enough to trust ports and flags.</summary>
    public bool HasTransport;
    public ushort SourcePort;
    public ushort DestinationPort;
    public byte IcmpType;
    public byte IcmpCode;

    /// <summary>The datagram an ICMP error complains about.</summary>
    public EmbeddedDatagram Embedded;
    public TcpSegment Tcp;

    // Payload above the transport header
    public int PayloadOffset;

    /// <summary>Payload bytes present in <see cref="Bytes"/>.</summary>
    public int PayloadLength;

    /// <summary>Payload bytes by the length fields; larger than <see cref="PayloadLength"/> when the snaplen cut them.</summary>
    public int PayloadWireLength;

    /// <summary>
    /// The transport (or ICMP, IGMP) checksum was computed and is wrong, and is no trace of checksum offload: see
    /// <see cref="ChecksumOffloaded"/>. False when it could not be computed (cut by the snaplen, fragment).
    /// </summary>
    public bool ChecksumBad;

    /// <summary>The checksum field holds only the pseudo-header sum, as a sending host leaves it to its network card.</summary>
    public bool ChecksumOffloaded;

    // Tunnels
    public TunnelKind Tunnel;
    public byte TunnelDepth;

    /// <summary>Identifier of that encapsulation: GRE key, VNI, TEID, ERSPAN session; 0 when it has none.</summary>
    public uint TunnelId;

    public readonly ReadOnlySpan<byte> Payload => Bytes.Slice(PayloadOffset, PayloadLength);

    public readonly bool IsIp => IpVersion != 0;

    public readonly bool IsTcp => HasTransport && Protocol == ProtocolNames.Tcp;

    public readonly bool IsUdp => HasTransport && Protocol == ProtocolNames.Udp;

    /// <summary>An inner header was accepted: what the outer layers said of network and transport gives way to it.</summary>
    internal void EnterTunnel(scoped ref Cursor cursor)
    {
        Tunnel = cursor.Tunnel;
        TunnelId = cursor.TunnelId;
        TunnelDepth++;
        IpVersion = 0;
        Protocol = 0;
        HasTransport = false;
        SourcePort = DestinationPort = 0;
        PayloadOffset = PayloadLength = PayloadWireLength = 0;
        ChecksumBad = ChecksumOffloaded = false;
        cursor.Tunnel = TunnelKind.None;
        cursor.TunnelId = 0;
        cursor.ExactFit = false;
    }
}
