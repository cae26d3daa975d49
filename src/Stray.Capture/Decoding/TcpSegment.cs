namespace Stray.Capture.Decoding;

/// <summary>The fixed header and the options of a TCP segment that the flow stage needs (RFC 9293 s3.1, s3.2).</summary>
public struct TcpSegment
{
    public uint Sequence;
    public uint Acknowledgment;
    public ushort Window;
    public ushort UrgentPointer;
    public TcpFlags Flags;

    /// <summary>Maximum segment size; 0 when the option is absent.</summary>
    public ushort MaximumSegmentSize;

    /// <summary>Window scale shift as sent, -1 when the option is absent.</summary>
    public sbyte WindowScale;

    public bool SackPermitted;
    public bool HasTimestamps;
    public bool HasFastOpen;
    public uint TimestampValue;
    public uint TimestampEcho;

    public readonly bool Has(TcpFlags flags) => (Flags & flags) == flags;
}
