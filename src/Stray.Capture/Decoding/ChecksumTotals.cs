namespace Stray.Capture.Decoding;

/// <summary>How the checksums of one protocol came out.</summary>
public sealed class ChecksumTotals
{
    public long Good { get; internal set; }

    public long Bad { get; internal set; }

    /// <summary>Left to the sending host's network card: the field holds the pseudo-header sum only.</summary>
    public long Offloaded { get; internal set; }

    /// <summary>Not whole in the capture, or not used by the sender (UDP over IPv4).</summary>
    public long Unverified { get; internal set; }
}
