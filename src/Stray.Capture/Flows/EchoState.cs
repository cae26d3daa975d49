namespace Stray.Capture.Flows;

/// <summary>The last ICMP echo request of a flow, as far as its reply and the next request are compared with it.</summary>
public struct EchoState
{
    public ushort Identifier;
    public ushort Sequence;

    /// <summary>Hash of the whole payload, and of the part behind the timestamp that ping programs keep the same.</summary>
    public uint PayloadHash;
    public uint PatternHash;

    /// <summary>How often the pattern changed from one request to the next.</summary>
    public byte Changes;
    public bool Asked;

    /// <summary>The payload was captured whole.</summary>
    public bool Whole;
}
