namespace Stray.Capture.Decoding;

/// <summary>
/// What the decoder saw and could not see: the basis of the capture-quality measures. Every frame ends in exactly one of the
/// outcomes <see cref="Transport"/>, <see cref="NetworkOnly"/>, <see cref="Fragments"/>, <see cref="LinkOnly"/> and
/// <see cref="UnsupportedLinkTypes"/>.
/// </summary>
public sealed class DecodingCounters
{
    /// <summary>More EtherTypes than this are counted together: the table is no place for an attacker to fill memory.</summary>
    public const int EtherTypesKept = 256;

    private readonly Dictionary<ushort, long> _unsupportedEtherTypes = new(EtherTypesKept);

    public long Frames { get; internal set; }

    public long Transport { get; internal set; }

    public long NetworkOnly { get; internal set; }

    public long Fragments { get; internal set; }

    public long LinkOnly { get; internal set; }

    public long UnsupportedLinkTypes { get; internal set; }

    /// <summary>Headers that could not be decoded because the snaplen cut them.</summary>
    public long SnaplenCuts { get; internal set; }

    /// <summary>Frames captured shorter than they were on the wire.</summary>
    public long FramesCut { get; internal set; }

    /// <summary>Frames whose time is invalid, in the far future or moves backwards.</summary>
    public long TimeAnomalies { get; internal set; }

    /// <summary>IP packets whose total length a segmentation offload left at zero.</summary>
    public long SegmentationOffloads { get; internal set; }

    public ChecksumTotals Ipv4Header { get; } = new();

    public ChecksumTotals Tcp { get; } = new();

    public ChecksumTotals Udp { get; } = new();

    public ChecksumTotals Icmp { get; } = new();

    public FragmentCounters Reassembly { get; } = new();

    /// <summary>Packets by the encapsulation they came out of, indexed by <see cref="TunnelKind"/>.</summary>
    public long[] Tunnels { get; } = new long[Enum.GetValues<TunnelKind>().Length];

    public long Arp { get; internal set; }

    public long Ipv4 { get; internal set; }

    public long Ipv6 { get; internal set; }

    /// <summary>Frames by an EtherType that is not decoded further; 0 counts those beyond <see cref="EtherTypesKept"/>.</summary>
    public IReadOnlyDictionary<ushort, long> UnsupportedEtherTypes => _unsupportedEtherTypes;

    internal void CountEtherType(ushort etherType)
    {
        var key = _unsupportedEtherTypes.Count < EtherTypesKept - 1 || _unsupportedEtherTypes.ContainsKey(etherType)
            ? etherType
            : (ushort)0;
        _unsupportedEtherTypes[key] = _unsupportedEtherTypes.GetValueOrDefault(key) + 1;
    }
}
