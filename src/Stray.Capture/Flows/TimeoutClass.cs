namespace Stray.Capture.Flows;

/// <summary>Flows that share an idle timeout; each class is one list in order of last use, so that expiry looks only at its tail.</summary>
internal enum TimeoutClass : byte
{
    TcpEstablished,
    TcpOpening,
    TcpClosed,
    Udp,
    Icmp,
    Other,
    Count,
}
