using Stray.Capture.Decoding;
using Stray.Capture.Flows.Tcp;
using Stray.Contracts.Findings;

namespace Stray.Capture.Flows;

/// <summary>Who opened a flow, and whether a SYN opens a new one on ports that are still known.</summary>
internal static class FlowStart
{
    /// <summary>Start of the dynamic ports (RFC 6335 s6), which services do not listen on.</summary>
    private const int FirstDynamicPort = 49152;
    private const int FirstUserPort = 1024;

    /// <summary>
    /// Chooses the initiator: the sender of a SYN, the receiver of a SYN/ACK, else a guess for TCP (then midstream): the
    /// first packet's sender, unless its port looks like a service's and the other does not.
    /// </summary>
    public static void Choose(ref FlowState flow, scoped in Packet packet, bool sourceIsHigh)
    {
        flow.InitiatorIsHigh = sourceIsHigh;
        if (!packet.IsTcp || packet.Fragment)
            return;
        if (packet.Tcp.Has(TcpFlags.Syn))
        {
            if (packet.Tcp.Has(TcpFlags.Ack))
                flow.InitiatorIsHigh = !sourceIsHigh;
            return;
        }

        flow.Midstream = true;
        if (LooksLikeService(packet.SourcePort, packet.DestinationPort))
            flow.InitiatorIsHigh = !sourceIsHigh;
    }

    /// <summary>Whether this SYN (or SYN/ACK) begins a new connection on the flow's ports.</summary>
    public static bool TakesPorts(in FlowState flow, scoped in Packet packet, bool sourceIsHigh, out Previous previous)
    {
        previous = Previous.None;
        var tcp = flow.Tcp;
        ref readonly var own = ref flow.InitiatorIsHigh == sourceIsHigh ? ref tcp.Forward : ref tcp.Backward;
        if (packet.Tcp.Has(TcpFlags.Ack))
        {
            if (tcp.Has(TcpConnectionFlags.ReusePending) && packet.Tcp.Acknowledgment == tcp.ReuseIsn + 1)
                previous = Previous.Taken;
        }
        else if (tcp.IsClosed && !(own.Is(TcpSideFlags.SynSeen) && own.Isn == packet.Tcp.Sequence))
            previous = tcp.State != "REJ" && tcp.HandshakeSeen ? Previous.Connection : Previous.Attempt;
        return previous != Previous.None;
    }

    public static void AfterReuse(ref FlowState flow, scoped in Packet packet, Previous previous, FindingStore findings)
    {
        flow.Tcp.Flags |= TcpConnectionFlags.Reused;
        if (previous == Previous.Connection)
        {
            findings.Add(ref flow.Findings, new FlowFinding(FindingName.TcpSynInsideConnection, packet.Frame,
                packet.Reassembled ? -1 : packet.TransportOffset + 13, 1, packet.Time, 1, "SYN on ports whose connection closed moments ago"));
        }
        else if (previous == Previous.Taken)
        {
            ref var opener = ref flow.Tcp.Forward;
            opener.Isn = packet.Tcp.Acknowledgment - 1;
            opener.Next = opener.Acked = opener.Delivered = packet.Tcp.Acknowledgment;
            opener.Flags = TcpSideFlags.Sequenced | TcpSideFlags.SynSeen | TcpSideFlags.Streaming;
            opener.State = TcpSideState.SynSent;
            opener.Syns = 1;
            opener.Scale = -1;
        }
    }

    /// <summary>Whether only the first of two ports looks like one a service listens on.</summary>
    public static bool LooksLikeService(ushort source, ushort destination) =>
        (source < FirstUserPort && destination >= FirstUserPort)
        || (source < FirstDynamicPort && destination >= FirstDynamicPort && source < 32768);
}
