using Stray.Contracts.Flows;

namespace Stray.Capture.FlowLogs;

/// <summary>
/// One flow as another tool logged it (Zeek conn.log, Suricata EVE, a CSV of the common flow schema): what every flow log
/// has. Features that need packets are NaN for it; windows and prevalence are computed as for captured flows.
/// </summary>
public sealed class FlowRow
{
    /// <summary>Line number in its file, for messages.</summary>
    public long Line { get; set; }

    /// <summary>First packet, nanoseconds since 1970 UTC (Zeek test logs may start at 0).</summary>
    public long Start { get; set; }

    /// <summary>Nanoseconds; 0 when the log has none.</summary>
    public long Duration { get; set; }

    public Address Source { get; set; }

    public Address Destination { get; set; }

    public ushort SourcePort { get; set; }

    public ushort DestinationPort { get; set; }

    public byte Protocol { get; set; }

    public long ForwardPackets { get; set; }

    public long BackwardPackets { get; set; }

    public long ForwardBytes { get; set; }

    public long BackwardBytes { get; set; }

    /// <summary>True when the bytes are payload only (Zeek orig_bytes), false for frame or IP bytes.</summary>
    public bool PayloadBytesOnly { get; set; }

    /// <summary>Zeek conn_state, or what the reader maps to it; empty when unknown.</summary>
    public string State { get; set; } = "";

    public string App { get; set; } = "";

    public string ServerName { get; set; } = "";

    public string Fingerprint { get; set; } = "";

    /// <summary>Community ID when the log carries one; else computed.</summary>
    public string CommunityId { get; set; } = "";

    /// <summary>Columns for measuring, empty where the log has none: "1" attack, "0" benign (or a log's own word), empty unknown.</summary>
    public string Label { get; set; } = "";

    public string Category { get; set; } = "";

    /// <summary>"train" or "test".</summary>
    public string Split { get; set; } = "";

    public string Group { get; set; } = "";

    /// <summary>Back to an empty row, so that nothing of the line before shows through.</summary>
    public void Clear()
    {
        Line = Start = Duration = 0;
        Source = Destination = default;
        SourcePort = DestinationPort = 0;
        Protocol = 0;
        ForwardPackets = BackwardPackets = ForwardBytes = BackwardBytes = 0;
        PayloadBytesOnly = false;
        State = App = ServerName = Fingerprint = CommunityId = "";
        Label = Category = Split = Group = "";
    }
}
