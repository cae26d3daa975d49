namespace Stray.Contracts.Findings;

/// <summary>The layer a finding belongs to, in data-path order; the chapters of docs/findings.md.</summary>
public enum FindingGroup : byte
{
    Link = 1,
    Ip = 2,
    Icmp = 3,
    TcpHeader = 4,
    TcpState = 5,
    Udp = 6,
    Dns = 7,
    Http = 8,
    Tls = 9,
    Services = 10,
    Industrial = 11,
    PortProtocol = 12,
    Tunnels = 13,
    FlowShape = 14,
    Habits = 15,
}
