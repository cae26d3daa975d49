namespace Stray.Capture.Inspection;

/// <summary>What the recognition knows about one side of a flow.</summary>
internal struct SideProgress
{
    /// <summary>Chunks or datagrams seen before the decision.</summary>
    public int Chunks;

    /// <summary>Bytes were lost before or within the opening, so what is seen is no beginning.</summary>
    public bool Broken;

    /// <summary>This side's first bytes have been held against the recognised protocol.</summary>
    public bool Checked;

    /// <summary>RTP header of the last datagram: payload type, sequence number and source packed by <see cref="Recognition.RtpRun"/>.</summary>
    public ulong Rtp;
}
