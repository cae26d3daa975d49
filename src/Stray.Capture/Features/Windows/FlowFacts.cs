using Stray.Contracts.Features;
using Stray.Contracts.Flows;

namespace Stray.Capture.Features.Windows;

/// <summary>What the windows need to know of a flow: the same for packets and for flow logs.</summary>
internal readonly ref struct FlowFacts
{
    public FlowFacts(FlowRecord flow, in KeyHash hash, bool sourceIsLocal)
    {
        Flow = flow;
        Second = EventTime.Second(flow.Start);
        Source = hash.Of(flow.Source);
        Destination = hash.Of(flow.Destination);
        Port = flow.Direction == FlowDirection.Link ? flow.EtherType : flow.DestinationPort;
        Protocol = flow.Direction == FlowDirection.Link ? (byte)0 : flow.Protocol;
        Service = hash.Of(Protocol, Port);
        Answered = flow.Features[(int)Feature.Answered] > 0;
        Unanswered = flow.Features[(int)Feature.Answered] == 0; // neither for multicast, which nobody has to answer
        Failed = flow.Features[(int)Feature.Failed] > 0;
        var payload = flow.Features[(int)Feature.FwdPayload];
        Sent = float.IsNaN(payload) ? Math.Max(0, flow.ForwardBytes) : payload;
        SourceIsLocal = sourceIsLocal;
    }

    public FlowRecord Flow { get; }

    /// <summary>When the flow started: windows are of starts, so that a long flow counts when it was opened.</summary>
    public int Second { get; }

    public ulong Source { get; }

    public ulong Destination { get; }

    public ulong Service { get; }

    public ulong Pair => KeyHash.Join(Source, Destination);

    public ulong Edge => KeyHash.Join(Pair, Service);

    /// <summary>The source's use of the service.</summary>
    public ulong Habit => KeyHash.Join(Source, Service);

    /// <summary>Protocol 0 and the EtherType for link flows.</summary>
    public byte Protocol { get; }

    public ushort Port { get; }

    public bool Answered { get; }

    public bool Unanswered { get; }

    public bool Failed { get; }

    /// <summary>Volume the initiator sent: payload bytes, else frame bytes.</summary>
    public double Sent { get; }

    public bool SourceIsLocal { get; }
}
