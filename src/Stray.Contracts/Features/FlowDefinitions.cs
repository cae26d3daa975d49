namespace Stray.Contracts.Features;

public static partial class FeatureCatalogue
{
    private const string Netflow = "IPFIX (RFC 7011, 7012)";
    private const string Discriminators = "Moore et al. 2005, Discriminators for use in flow-based classification";
    private const string ZeekConn = "Zeek conn.log";

    private static FeatureDefinition[] FlowDefinitions() =>
    [
        Flow("duration", "s", "≥ 0", "Time from the first to the last packet: scans are short, tunnels and shells long", Netflow),
        Flow("fwd_packets", "packets", "≥ 0", "Packets the initiator sent", Netflow),
        Flow("bwd_packets", "packets", "≥ 0", "Packets the responder sent", Netflow),
        Flow("fwd_bytes", "bytes", "≥ 0", "Frame bytes the initiator sent, on the wire; not observable when a log has payload bytes only", Netflow),
        Flow("bwd_bytes", "bytes", "≥ 0", "Frame bytes the responder sent, on the wire; not observable when a log has payload bytes only", Netflow),
        Flow("fwd_payload", "bytes", "≥ 0", "Transport payload the initiator sent: upload, exfiltration; not observable when a log has frame bytes only", ZeekConn),
        Flow("bwd_payload", "bytes", "≥ 0", "Transport payload the responder sent: download; not observable when a log has frame bytes only", ZeekConn),
        Flow("fwd_packet_share", "share", "0..1", "Part of the packets that the initiator sent: 1 when nobody answers", Discriminators),
        Flow("fwd_byte_share", "share", "0..1", "Part of the volume that the initiator sent; volume is payload bytes, else frame bytes", "RITA; " + ZeekConn),
        Flow("fwd_bytes_per_packet", "bytes", "≥ 0", "Mean volume of the initiator's packets", Discriminators),
        Flow("bwd_bytes_per_packet", "bytes", "≥ 0", "Mean volume of the responder's packets; not observable when it sent none", Discriminators),
        Flow("packet_rate", "1/s", "≥ 0", "Packets a second over the duration (at least 1 ms): floods within one flow", "CICFlowMeter"),
        Flow("byte_rate", "bytes/s", "≥ 0", "Volume a second over the duration (at least 1 ms)", "CICFlowMeter"),
        Flow("answered", "flag", "0, 1", "The responder sent at least one packet; not observable for multicast", ZeekConn),
        Flow("failed", "flag", "0, 1", "No working conversation: TCP refused, reset before data or unanswered; else unanswered", ZeekConn + " conn_state"),
        Flow("reset", "flag", "0, 1", "TCP ended by a reset of an established connection", ZeekConn + " conn_state"),
        Flow("dst_port_system", "flag", "0, 1", "Destination port below 1024", "RFC 6335 s6"),
        Flow("dst_port_dynamic", "flag", "0, 1", "Destination port 49152 or above: no registered service lives there", "RFC 6335 s6"),
        Flow("src_port_system", "flag", "0, 1", "Source port below 1024: ordinary clients do not use one", "RFC 6056 s3.2"),
        Flow("server_name_length", "count", "0..255", "Length of the name the client asked for; not observable without one", "Born & Gustafson 2010, Detecting DNS tunnels"),
        Flow("server_name_entropy", "bits", "0..8", "Entropy of that name's characters: generated and encoded names are high", "Born & Gustafson 2010, Detecting DNS tunnels"),
        Flow("day_sin", "share", "-1..1", "Hour of day (UTC) on a circle, sine", "seasonality"),
        Flow("day_cos", "share", "-1..1", "Hour of day (UTC) on a circle, cosine", "seasonality"),
        Flow("week_sin", "share", "-1..1", "Hour of week (UTC) on a circle, sine", "seasonality"),
        Flow("week_cos", "share", "-1..1", "Hour of week (UTC) on a circle, cosine", "seasonality"),
    ];

    private static FeatureDefinition Flow(string id, string unit, string range, string what, string source) =>
        new(id, FeatureScope.Flow, unit, range, what, source);
}
