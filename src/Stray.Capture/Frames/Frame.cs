namespace Stray.Capture.Frames;

/// <summary>One captured frame. The bytes belong to the source and are valid until the next read.</summary>
public readonly ref struct Frame
{
    /// <summary>What was captured, from the link-layer header on.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>1-based number within the capture, as Wireshark counts; unsupported link types are counted, too.</summary>
    public long Number { get; init; }

    /// <summary>Capture time, nanoseconds since 1970 UTC; may be negative or go backwards in hostile files.</summary>
    public long Time { get; init; }

    /// <summary>The file's timestamp breaks its own format: sub-second part out of range, or before 1970.</summary>
    public bool TimeInvalid { get; init; }

    /// <summary>Length on the wire. Sizes come from here: the captured length only says what can be looked at.</summary>
    public int OriginalLength { get; init; }

    public LinkType LinkType { get; init; }

    /// <summary>0-based interface index within the capture (always 0 for pcap).</summary>
    public int Interface { get; init; }
}
