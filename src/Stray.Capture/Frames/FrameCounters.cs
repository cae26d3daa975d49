namespace Stray.Capture.Frames;

/// <summary>Every frame is read or counted here with the reason why it was not.</summary>
public sealed class FrameCounters
{
    public long Read { get; set; }

    public long Bytes { get; set; }

    /// <summary>Frames whose captured length is below their length on the wire.</summary>
    public long SnaplenCut { get; set; }

    /// <summary>Frames of link types the decoder does not know, by LINKTYPE number.</summary>
    public SortedDictionary<int, long> UnsupportedLinkType { get; } = [];

    /// <summary>Live only: dropped by the kernel because the ring was full (ps_drop).</summary>
    public long KernelDropped { get; set; }

    /// <summary>Live only: dropped by the network interface (ps_ifdrop).</summary>
    public long InterfaceDropped { get; set; }
}
