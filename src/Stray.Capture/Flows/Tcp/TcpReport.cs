using Stray.Capture.Decoding;
using Stray.Contracts.Findings;

namespace Stray.Capture.Flows.Tcp;

/// <summary>Reports TCP findings with the header field that breaks the rule as evidence.</summary>
internal sealed class TcpReport(FindingStore findings)
{
    public void Add(ref FlowState flow, FindingName name, scoped in Packet packet, TcpField field, FindingDetail detail)
    {
        var (offset, length) = field switch
        {
            TcpField.Sequence => (packet.TransportOffset + 4, 4),
            TcpField.Acknowledgment => (packet.TransportOffset + 8, 4),
            TcpField.Flags => (packet.TransportOffset + 13, 1),
            TcpField.Window => (packet.TransportOffset + 14, 2),
            TcpField.Options => (packet.TransportOffset + 20, Math.Max(0, packet.PayloadOffset - packet.TransportOffset - 20)),
            _ => (packet.PayloadOffset, packet.PayloadLength),
        };
        Add(ref flow, name, packet, offset, length, detail);
    }

    /// <param name="offset">Offset in the frame; bytes of a reassembled datagram have none.</param>
    public void Add(
        ref FlowState flow, FindingName name, scoped in Packet packet, int offset, int length, FindingDetail detail) =>
        findings.Add(ref flow.Findings, new FlowFinding(
            name, packet.Frame, packet.Reassembled ? -1 : offset, length, packet.Time, 1, detail));

    /// <summary>A finding that belongs to no single frame.</summary>
    public void AddAtEnd(ref FlowState flow, FindingName name, FindingDetail detail) =>
        findings.Add(ref flow.Findings, new FlowFinding(name, 0, -1, 0, flow.End, 1, detail));
}
