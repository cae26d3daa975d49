using Stray.Contracts.Findings;

namespace Stray.Contracts.Flows;

/// <summary>
/// One bidirectional flow (or one active-timeout stretch of it) as it crosses <c>stray.flows.v1</c>: identity, what was
/// recognised, features, findings. The producer reuses one instance for every flow it emits, so a consumer that keeps
/// it must copy or encode it before it returns.
/// </summary>
public sealed class FlowRecord
{
    public string Tenant { get; set; } = "";

    /// <summary>Which capture point saw it: the <c>--sensor</c> option, else the file or interface name.</summary>
    public string Sensor { get; set; } = "";

    /// <summary>Community ID v1 with seed 0, e.g. <c>1:LQU9qZlK+B5F3KDmev6m5PMibrg=</c>; empty for link flows.</summary>
    public string CommunityId { get; set; } = "";

    /// <summary>First and last packet, nanoseconds since 1970 UTC.</summary>
    public long Start { get; set; }

    public long End { get; set; }

    /// <summary>Frame number of the flow's first packet in its capture.</summary>
    public long FirstFrame { get; set; }

    /// <summary>The initiator: who sent the first SYN, or whom a SYN/ACK answers. Without either (TCP: <see cref="Midstream"/>) it is a guess: the first packet's sender, unless only its port looks like a service's.</summary>
    public Address Source { get; set; }

    public Address Destination { get; set; }

    /// <summary>TCP, UDP, SCTP port; for ICMP the type/code pair as Community ID maps it; 0 where none exists.</summary>
    public ushort SourcePort { get; set; }

    public ushort DestinationPort { get; set; }

    /// <summary>IP protocol number; meaningless when <see cref="Direction"/> is Link (then <see cref="EtherType"/>).</summary>
    public byte Protocol { get; set; }

    public ushort EtherType { get; set; }

    public FlowDirection Direction { get; set; }

    /// <summary>Application protocol found by content ("dns", "tls", …); empty when unknown.</summary>
    public string App { get; set; } = "";

    /// <summary>Zeek's conn_state vocabulary (S0, S1, SF, REJ, RSTO, …, OTH) for TCP; empty elsewhere.</summary>
    public string State { get; set; } = "";

    public FlowEnd Ended { get; set; }

    /// <summary>TCP seen without its handshake: the direction is a guess.</summary>
    public bool Midstream { get; set; }

    /// <summary>An earlier stretch of the same flow was already written (active timeout): no new start.</summary>
    public bool Continued { get; set; }

    public long ForwardPackets { get; set; }

    public long BackwardPackets { get; set; }

    /// <summary>Frame lengths on the wire, never the captured length.</summary>
    public long ForwardBytes { get; set; }

    public long BackwardBytes { get; set; }

    /// <summary>What the client named: TLS SNI, HTTP Host or DNS query name (hostile text: escape before showing).</summary>
    public string ServerName { get; set; } = "";

    /// <summary>JA4 TLS/QUIC client fingerprint; empty when there is none.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>One value per <see cref="Features.FeatureCatalogue"/> entry, in its order; NaN = not observable for this flow.</summary>
    public float[] Features { get; set; } = [];

    public List<FlowFinding> Findings { get; } = [];
}
