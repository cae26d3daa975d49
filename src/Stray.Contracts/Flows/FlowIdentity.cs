namespace Stray.Contracts.Flows;

/// <summary>Who spoke to whom, when and how: what is left of a flow once its features have done their work.</summary>
/// <param name="Start">Nanoseconds since 1970 UTC.</param>
/// <param name="End">Nanoseconds since 1970 UTC.</param>
/// <param name="Protocol">Transport name ("tcp", "arp", …).</param>
/// <param name="App">Application protocol by content; empty when unknown.</param>
/// <param name="ServerName">What the client named (hostile text); empty when it named nothing.</param>
public sealed record FlowIdentity(
    string CommunityId,
    long Start,
    long End,
    string Source,
    ushort SourcePort,
    string Destination,
    ushort DestinationPort,
    string Protocol,
    string App,
    string ServerName)
{
    public static FlowIdentity Of(FlowRecord flow) => new(
        flow.CommunityId,
        flow.Start,
        flow.End,
        Text(flow, flow.Source),
        flow.SourcePort,
        Text(flow, flow.Destination),
        flow.DestinationPort,
        flow.Direction == FlowDirection.Link ? ProtocolNames.OfEtherType(flow.EtherType) : ProtocolNames.Of(flow.Protocol),
        flow.App,
        flow.ServerName);

    /// <summary>Application protocol where known, else the transport and its port: what an analyst calls the service.</summary>
    public string Service => App.Length > 0 ? App : DestinationPort > 0 ? $"{Protocol}/{DestinationPort}" : Protocol;

    private static string Text(FlowRecord flow, Address address) =>
        flow.Direction == FlowDirection.Link ? address.ToMacString() : address.ToString();
}
