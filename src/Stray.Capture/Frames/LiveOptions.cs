namespace Stray.Capture.Frames;

/// <summary>How to capture from an interface.</summary>
/// <param name="Interface">Its name as the system knows it, e.g. eth0, or "any".</param>
public sealed record LiveOptions(string Interface)
{
    public const int DefaultBufferBytes = 64 << 20;

    /// <summary>
    /// The kernel's ring. libpcap's default of 2 MiB loses bursts: 5,460 of 40,000 packets came through where 64 MiB lost none.
    /// </summary>
    public int BufferBytes { get; init; } = DefaultBufferBytes;

    /// <summary>Most bytes kept of a frame.</summary>
    public int Snaplen { get; init; } = 262_144;

    public bool Promiscuous { get; init; } = true;

    /// <summary>pcap-filter(7) expression that the kernel applies; empty for everything.</summary>
    public string Filter { get; init; } = "";
}
