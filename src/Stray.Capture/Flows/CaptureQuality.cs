using Stray.Capture.Decoding;
using Stray.Capture.Frames;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Flows;

/// <summary>
/// How well one sensor saw its traffic, measured over the run: what the run writes as <c>coverage</c>, and the context
/// without which "belongs to no established flow" is noise. Shares are 0..1, NaN while nothing was seen.
/// </summary>
public sealed class CaptureQuality
{
    private readonly List<InterfaceQuality> _interfaces = [];
    private readonly long[] _ended = new long[Enum.GetValues<FlowEnd>().Length];

    /// <summary>By interface index of the capture; more than <see cref="InterfaceQuality.Most"/> share the last entry.</summary>
    public IReadOnlyList<InterfaceQuality> Interfaces => _interfaces;

    public long Frames { get; private set; }

    /// <summary>On the wire.</summary>
    public long Bytes { get; private set; }

    /// <summary>Earliest and latest packet time, nanoseconds since 1970 UTC; 0 before the first packet.</summary>
    public long FirstTime { get; private set; }

    public long LastTime { get; private set; }

    /// <summary>IP flows begun, and those of them whose other side was seen, too.</summary>
    public long IpFlows { get; private set; }

    public long AnsweredFlows { get; private set; }

    public long TcpFlows { get; private set; }

    /// <summary>TCP flows whose handshake was not seen.</summary>
    public long MidstreamFlows { get; private set; }

    /// <summary>TCP and UDP packets by the flow's sending side (initiator, responder), and those with a bad checksum.</summary>
    public SidePair TransportPackets;
    public SidePair BadChecksums;

    /// <summary>TCP of ended flows: payload bytes, bytes missing in the sequence, data segments and those that repeat.</summary>
    public long TcpPayloadBytes { get; private set; }

    public long LostBytes { get; private set; }

    public long DataSegments { get; private set; }

    public long Retransmissions { get; private set; }

    /// <summary>Findings about fragments that came after their flow's record was written, and so are in none.</summary>
    public long LateFindings { get; internal set; }

    public long KernelDropped { get; private set; }

    public long InterfaceDropped { get; private set; }

    /// <summary>Whether one side's checksums are mostly bad: left to its network card, the capture ran on that host.</summary>
    public bool OffloadSuspected =>
        BadChecksums.Forward * 2 > TransportPackets.Forward || BadChecksums.Backward * 2 > TransportPackets.Backward;

    public double OneWayShare => Share(IpFlows - AnsweredFlows, IpFlows);

    public double MidstreamShare => Share(MidstreamFlows, TcpFlows);

    public double LossShare => Share(LostBytes, TcpPayloadBytes + LostBytes);

    public double RetransmissionShare => Share(Retransmissions, DataSegments);

    public long Ended(FlowEnd reason) => _ended[(int)reason];

    /// <summary>Drops that only the source knows of.</summary>
    public void Take(FrameCounters counters) =>
        (KernelDropped, InterfaceDropped) = (counters.KernelDropped, counters.InterfaceDropped);

    internal void OnPacket(scoped in Packet packet)
    {
        if (Frames == 0)
            FirstTime = LastTime = packet.Time;
        Frames++;
        Bytes += packet.WireLength;
        FirstTime = Math.Min(FirstTime, packet.Time);
        LastTime = Math.Max(LastTime, packet.Time);
        Interface(packet.Interface).OnPacket(packet);
    }

    internal void OnTransport(Side side, bool bad)
    {
        TransportPackets.Add(side);
        if (bad)
            BadChecksums.Add(side);
    }

    internal void OnBegin(in FlowState flow, bool ip)
    {
        if (!ip)
            return;
        IpFlows++;
        if (flow.Key.Protocol != ProtocolNames.Tcp)
            return;
        TcpFlows++;
        if (flow.Midstream)
            MidstreamFlows++;
    }

    internal void OnAnswer() => AnsweredFlows++;

    internal void OnEnd(in FlowState flow, FlowEnd reason)
    {
        _ended[(int)reason]++;
        if (flow.Key.Protocol != ProtocolNames.Tcp)
            return;
        TcpPayloadBytes += flow.Forward.PayloadBytes + flow.Backward.PayloadBytes;
        LostBytes += (long)flow.Tcp.Forward.LostBytes + flow.Tcp.Backward.LostBytes;
        DataSegments += flow.Tcp.Forward.DataSegments + flow.Tcp.Backward.DataSegments;
        Retransmissions += flow.Tcp.Forward.Retransmissions + flow.Tcp.Backward.Retransmissions;
    }

    /// <param name="text">A sentence with {0} for the one-way and {1} for the midstream share in percent.</param>
    internal FindingDetail Context(string text) => new(text, Percent(OneWayShare), Percent(MidstreamShare));

    private InterfaceQuality Interface(int index)
    {
        index = Math.Clamp(index, 0, InterfaceQuality.Most - 1);
        while (_interfaces.Count <= index)
            _interfaces.Add(new InterfaceQuality());
        return _interfaces[index];
    }

    private static double Share(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;

    private static long Percent(double share) => double.IsNaN(share) ? 0 : (long)Math.Round(share * 100);
}
