using Stray.Contracts.Flows;

namespace Stray.Capture.FlowLogs;

/// <summary>Zeek's conn_state words (docs.zeek.org, Conn::Info) for what Suricata tells of a flow.</summary>
internal static class ConnectionState
{
    private const byte Fin = 0x01, Syn = 0x02, Rst = 0x04;

    /// <param name="forward">All TCP flags that the initiator sent, or'ed.</param>
    /// <param name="backward">All that the responder sent; 0 when it sent nothing.</param>
    public static string OfTcp(byte forward, byte backward) => ((forward & Syn) != 0, (backward & Syn) != 0) switch
    {
        (true, true) => OfEstablished(forward, backward),
        (true, false) when (backward & Rst) != 0 => "REJ",
        (true, false) when backward != 0 => "OTH",
        (true, false) => (forward & Rst) != 0 ? "RSTOS0" : (forward & Fin) != 0 ? "SH" : "S0",
        (false, true) when forward == 0 => (backward & Rst) != 0 ? "RSTRH" : (backward & Fin) != 0 ? "SHR" : "OTH",
        _ => "OTH",
    };

    /// <summary>By Suricata's own words, when it logs no flags.</summary>
    public static string OfTcp(string tcpState, bool answered) => tcpState switch
    {
        "syn_sent" => "S0",
        "syn_recv" or "established" => "S1",
        "closed" or "time_wait" or "last_ack" or "closing" => "SF",
        "fin_wait1" or "fin_wait2" or "close_wait" => "S2",
        _ => answered ? "OTH" : "S0",
    };

    /// <summary>UDP and SCTP by who sent; everything else has no state.</summary>
    public static string OfOther(byte protocol, bool asked, bool answered) => protocol switch
    {
        ProtocolNames.Icmp or ProtocolNames.IcmpV6 => "OTH",
        _ => (asked, answered) switch
        {
            (true, true) => "SF",
            (false, true) => "SHR",
            _ => "S0",
        },
    };

    private static string OfEstablished(byte forward, byte backward) => ((forward & Rst) != 0, (backward & Rst) != 0) switch
    {
        (true, _) => "RSTO",
        (false, true) => "RSTR",
        _ => ((forward & Fin) != 0, (backward & Fin) != 0) switch
        {
            (true, true) => "SF",
            (true, false) => "S2",
            (false, true) => "S3",
            _ => "S1",
        },
    };
}
