using Stray.Capture.Decoding;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Flows.Tcp;

/// <summary>FIN, what a side sends after its own FIN, and what the end of the connection shows (RFC 9293 s3.6).</summary>
internal sealed class CloseRules(TcpReport report, CaptureQuality quality)
{
    private const int Storm = 10;

    public void OnFin(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        Counter.Add(ref own.Fins);
        if (own.Fins == Storm)
            report.Add(ref flow, FindingName.TcpStorm, packet, TcpField.Flags, new("{0} FINs from one side", Storm));
        var sequence = packet.Tcp.Sequence + (uint)packet.PayloadWireLength;
        if (own.Is(TcpSideFlags.FinSeen))
        {
            if (Sequence.After(sequence, own.FinSequence))
                report.Add(ref flow, FindingName.TcpDataAfterClose, packet, TcpField.Sequence, new("FIN at {0} after a FIN at {1}", sequence, own.FinSequence));
            return;
        }

        ReportWithoutSession(ref flow, side, packet);
        own.FinSequence = sequence;
        own.Next = Sequence.Max(own.Next, sequence + 1);
        own.Flags |= TcpSideFlags.FinSeen;
        if (own.State != TcpSideState.Reset)
            own.State = TcpSideState.Closed;
        else if (peer.State == TcpSideState.Closed)
            own.State = TcpSideState.Closed;
    }

    /// <summary>A side that has closed sends nothing new: repeated data lies before its FIN, and pure ACKs just behind it.</summary>
    public void OnSegmentAfter(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        if (packet.Tcp.Has(TcpFlags.Fin))
            return;
        var end = packet.Tcp.Sequence + (uint)packet.PayloadWireLength;
        var limit = packet.PayloadWireLength > 0 ? own.FinSequence : own.FinSequence + 1;
        if (Sequence.After(end, limit))
        {
            report.Add(ref flow, FindingName.TcpDataAfterClose, packet, TcpField.Sequence,
                new("segment ends at {0}, its side closed at {1}", end, own.FinSequence));
        }
    }

    public void AtEnd(ref FlowState flow)
    {
        var detail = flow.Tcp.State switch
        {
            "S0" when WasLeftAlone(flow) => new FindingDetail("{0} SYNs, no answer", flow.Tcp.Forward.Syns),
            "REJ" => new FindingDetail("refused with a RST after {0} SYNs", flow.Tcp.Forward.Syns),
            "RSTOS0" when !flow.Tcp.Has(TcpConnectionFlags.Data) && !flow.Midstream => "SYN and RST without an answer",
            "SH" when !flow.Tcp.Has(TcpConnectionFlags.Data) && !flow.Midstream => "SYN and FIN without an answer",
            "SF" or "RSTO" or "RSTR" when !flow.Tcp.Has(TcpConnectionFlags.Data) && !flow.Midstream => "opened and closed without data",
            _ => default,
        };
        if (detail.Text is not null)
            report.AddAtEnd(ref flow, FindingName.TcpConnectionFailedOrScan, detail);
    }

    private void ReportWithoutSession(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var own = ref flow.Tcp.Of(side);
        ref var peer = ref flow.Tcp.PeerOf(side);
        var opened = own.Is(TcpSideFlags.SynSeen) || peer.Is(TcpSideFlags.SynSeen);
        var answered = own.State != TcpSideState.SynSent || own.Is(TcpSideFlags.Spoke);
        if (opened && answered)
            return;
        report.Add(ref flow, FindingName.TcpPacketWithoutSession, packet, TcpField.Flags,
            quality.Context("FIN without a handshake; of this sensor's flows {0} % are one-way, {1} % began before the capture"));
    }

    /// <summary>A SYN just before the input ends may yet be answered.</summary>
    private bool WasLeftAlone(in FlowState flow) => flow.Tcp.Forward.Syns > 1 || quality.LastTime - flow.End >= Patience;

    /// <summary>The common first SYN retry comes after 1 s; three times that is an answer that does not come.</summary>
    private const long Patience = 3_000_000_000;
}
