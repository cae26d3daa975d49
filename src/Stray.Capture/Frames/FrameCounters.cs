namespace Stray.Capture.Frames;

/// <summary>Every frame is read or counted here with the reason why it was not.</summary>
public sealed class FrameCounters
{
    public long Read { get; set; }

    /// <summary>Lengths on the wire of the frames read.</summary>
    public long Bytes { get; set; }

    /// <summary>How many of those read were left out because the user's filter does not match.</summary>
    public long FilteredOut { get; set; }

    /// <summary>Frames whose captured length is below their length on the wire.</summary>
    public long SnaplenCut { get; set; }

    /// <summary>Frames of link types the decoder does not know, by LINKTYPE number.</summary>
    public SortedDictionary<int, long> UnsupportedLinkType { get; } = [];

    /// <summary>Dropped by the kernel because the ring was full: live (ps_drop) or as a pcapng file states it (isb_osdrop).</summary>
    public long KernelDropped { get; set; }

    /// <summary>Dropped by the network interface: live (ps_ifdrop) or as a pcapng file states it (isb_ifdrop).</summary>
    public long InterfaceDropped { get; set; }

    /// <summary>Live: kept by the kernel when the capture was stopped and never handed out.</summary>
    public long LeftUnread { get; set; }
}
