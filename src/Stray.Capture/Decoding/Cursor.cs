namespace Stray.Capture.Decoding;

/// <summary>
/// How far decoding has come: what lies between <see cref="Offset"/> and the two ends is still to be decoded. The captured
/// end bounds what may be read, the wire end says what the length fields promise; only the second can break a standard.
/// </summary>
internal struct Cursor
{
    public int Offset;

    /// <summary>Exclusive end of the bytes that were captured and belong to the enclosing layer.</summary>
    public int End;

    /// <summary>
    /// Exclusive end by the enclosing length fields, or by the frame's length on the wire where there are none.
    /// </summary>
    public int WireEnd;

    /// <summary>EtherType, PPP protocol or IP protocol that led here.</summary>
    public ushort Type;

    /// <summary>The next IP header is the payload of this encapsulation and not yet accepted; None outside tunnels.</summary>
    public TunnelKind Tunnel;
    public uint TunnelId;

    /// <summary>The next IP header follows its outer IP header at once, so that both lengths must agree.</summary>
    public bool ExactFit;

    /// <summary>
    /// Where the pseudo-header's addresses lie: a routing header or home address option moves them (RFC 8200 s8.1).
    /// </summary>
    public int PseudoSource;
    public int PseudoDestination;

    /// <summary>The checksum cannot be judged: its addresses were lost in reassembly.</summary>
    public bool PseudoLost;

    /// <summary>This is a link that never leaves the host, where loopback addresses belong.</summary>
    public bool Loopback;

    /// <summary>There is a link header that says where the frame went (Ethernet), so that address rules can be held.</summary>
    public bool HasLink;

    public readonly int Captured => End - Offset;

    public readonly int OnWire => WireEnd - Offset;

    /// <summary>Whether the enclosing layer's bytes are all there, so that a checksum over them can be judged.</summary>
    public readonly bool Whole => End == WireEnd;

    /// <summary>
    /// Narrows the layer to what a length field says; a field that promises more than there is leaves the captured end.
    /// </summary>
    public void Bound(int wireLength)
    {
        WireEnd = Offset + wireLength;
        End = Math.Min(End, WireEnd);
    }

    public void Skip(int length) => Offset += length;
}
