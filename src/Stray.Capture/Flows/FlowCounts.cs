namespace Stray.Capture.Flows;

/// <summary>One side's totals. Bytes are frame lengths on the wire; payload bytes come from the length fields.</summary>
public struct FlowCounts
{
    public long Packets;
    public long Bytes;
    public long PayloadBytes;
}
