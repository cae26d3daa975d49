namespace Stray.Contracts.Flows;

/// <summary>Where the two ends lie, seen from the organisation's own networks.</summary>
public enum FlowDirection : byte
{
    Unknown,
    Internal,
    Outbound,
    Inbound,
    External,

    /// <summary>No IP addresses: link-layer traffic such as ARP.</summary>
    Link,

    /// <summary>To a multicast or broadcast address.</summary>
    Multicast,
}
