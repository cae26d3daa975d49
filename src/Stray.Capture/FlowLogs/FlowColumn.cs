namespace Stray.Capture.FlowLogs;

/// <summary>What a column or JSON member of a flow log means to us.</summary>
internal enum FlowColumn
{
    Other,
    Start,
    End,
    Duration,
    Source,
    Destination,
    SourcePort,
    DestinationPort,
    Protocol,
    ForwardPackets,
    BackwardPackets,
    ForwardBytes,
    BackwardBytes,
    State,
    App,
    ServerName,
    CommunityId,
    Label,
    Category,
    Split,
    Group,

    // Suricata only: what the state is made from, and which kind of event a line tells.
    EventKind,
    ForwardFlags,
    BackwardFlags,
    FlowState,
}
