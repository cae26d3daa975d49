using Stray.Contracts.Flows;

namespace Stray.Detection.Scoring;

/// <summary>What a flow is compared with: application × direction, then transport × direction, then everything.</summary>
public readonly record struct SegmentKey
{
    /// <summary>The root that every segment falls back to.</summary>
    public static readonly SegmentKey All = new("all", null);

    private SegmentKey(string service, FlowDirection? direction) => (Service, Direction) = (service, direction);

    /// <summary>Application protocol, else transport name.</summary>
    public string Service { get; }

    public FlowDirection? Direction { get; }

    public bool IsRoot => Direction is null;

    public static SegmentKey Of(FlowRecord flow) =>
        flow.App.Length > 0 ? new(flow.App, flow.Direction) : Transport(flow.Protocol, flow.Direction);

    public static SegmentKey Transport(byte protocol, FlowDirection direction) => new(TransportName(protocol), direction);

    /// <summary>A segment that is not a service of flows: an entity of a feature table.</summary>
    public static SegmentKey Named(string name) => new(name, FlowDirection.Unknown);

    public SegmentKey ParentOf(byte protocol) => this == Transport(protocol, Direction ?? default) || IsRoot
        ? All
        : Transport(protocol, Direction ?? default);

    /// <summary>As shown and stored, e.g. <c>tls/outbound</c>.</summary>
    public override string ToString() => Direction is { } direction ? $"{Service}/{DirectionName(direction)}" : Service;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static SegmentKey Parse(string text)
    {
        if (text == All.Service) return All;
        var slash = text.LastIndexOf('/');
        return slash >= 0 && Enum.TryParse<FlowDirection>(text[(slash + 1)..], true, out var direction)
            ? new(text[..slash], direction)
            : Named(text);
    }

    private static string TransportName(byte protocol) => protocol switch
    {
        1 => "icmp",
        2 => "igmp",
        6 => "tcp",
        17 => "udp",
        58 => "icmp6",
        132 => "sctp",
        _ => "ip",
    };

    private static string DirectionName(FlowDirection direction) => direction switch
    {
        FlowDirection.Internal => "internal",
        FlowDirection.Outbound => "outbound",
        FlowDirection.Inbound => "inbound",
        FlowDirection.External => "external",
        FlowDirection.Link => "link",
        FlowDirection.Multicast => "multicast",
        _ => "unknown",
    };
}
