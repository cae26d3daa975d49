using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding;

/// <summary>
/// What the decoder found in the current packet, before its flow is known. Fixed size: a hostile packet that breaks more
/// rules than fit loses the surplus, counted in <see cref="Overflowed"/>.
/// </summary>
public sealed class PacketFindings
{
    private readonly FlowFinding[] _items = new FlowFinding[32];
    private int _count;

    public ReadOnlySpan<FlowFinding> Items => _items.AsSpan(0, _count);

    public long Overflowed { get; private set; }

    public void Clear() => _count = 0;

    /// <param name="offset">Offset of the offending bytes in the frame, -1 when they have none there.</param>
    public void Add(FindingName name, scoped in Packet packet, int offset, int length, FindingDetail detail)
    {
        if (_count == _items.Length)
        {
            Overflowed++;
            return;
        }

        _items[_count++] = new FlowFinding(name, packet.Frame, packet.Reassembled ? -1 : offset, length, packet.Time, 1, detail);
    }
}
