namespace Stray.Contracts.Features;

public static partial class FeatureCatalogue
{
    private const string Cic = "CICFlowMeter (Draper-Gil et al. 2016)";
    private const string Tcp = "RFC 9293";
    private const string Sample = "first payload packet of the side with at least 16 bytes, at most its first 64";

    private static FeatureDefinition[] PacketDefinitions() =>
    [
        Packets("fwd_size_std", "bytes", "≥ 0", "Standard deviation of the initiator's frame lengths: 0 for machine-made repeats", Cic),
        Packets("fwd_size_min", "bytes", "≥ 0", "Smallest frame of the initiator", Cic),
        Packets("fwd_size_max", "bytes", "≥ 0", "Largest frame of the initiator", Cic),
        Packets("bwd_size_std", "bytes", "≥ 0", "Standard deviation of the responder's frame lengths", Cic),
        Packets("bwd_size_min", "bytes", "≥ 0", "Smallest frame of the responder", Cic),
        Packets("bwd_size_max", "bytes", "≥ 0", "Largest frame of the responder", Cic),
        Packets("iat_mean", "s", "≥ 0", "Mean time between packets of the flow; needs two packets, and no loss: after one, gaps are retransmission timers (so for all iat features)", Cic),
        Packets("iat_std", "s", "≥ 0", "Standard deviation of the time between packets", Cic),
        Packets("iat_min", "s", "≥ 0", "Shortest time between packets", Cic),
        Packets("iat_max", "s", "≥ 0", "Longest silence within the flow", Cic),
        Packets("iat_cv", "share", "≥ 0", "iat_std / iat_mean: near 0 for keep-alives and beacons within one flow", "coefficient of variation"),
        Packets("fwd_iat_cv", "share", "≥ 0", "The same over the initiator's packets", "coefficient of variation"),
        Packets("bwd_iat_cv", "share", "≥ 0", "The same over the responder's packets", "coefficient of variation"),
        Packets("payload_1", "bytes", "-65535..65535", "Payload of the first packet that has one; negative when the responder sent it; 0 when there is none; not observable (as the next three) when segments were lost or displaced", "Bernaille et al. 2006, Traffic classification on the fly"),
        Packets("payload_2", "bytes", "-65535..65535", "The second one", "Bernaille et al. 2006"),
        Packets("payload_3", "bytes", "-65535..65535", "The third one", "Bernaille et al. 2006"),
        Packets("payload_4", "bytes", "-65535..65535", "The fourth one", "Bernaille et al. 2006"),
        Packets("data_packet_share", "share", "0..1", "Part of the packets that carry payload", Discriminators),
        Packets("syn_count", "count", "≥ 0", "TCP segments with SYN, both sides", Tcp + " s3.1"),
        Packets("fin_count", "count", "≥ 0", "TCP segments with FIN, both sides", Tcp + " s3.1"),
        Packets("rst_count", "count", "≥ 0", "TCP segments with RST, both sides", Tcp + " s3.1"),
        Packets("psh_share", "share", "0..1", "Part of the TCP segments with PSH: interactive traffic is high", Cic),
        Packets("retransmission_share", "share", "0..1", "Part of the TCP segments that repeat known bytes", Tcp + " s3.8"),
        Packets("out_of_order_share", "share", "0..1", "Part of the TCP segments that arrive after a later one", Tcp + " s3.4"),
        Packets("zero_windows", "count", "≥ 0", "TCP segments that advertise an empty window (RST left out): slow-read attacks", Tcp + " s3.8.6"),
        Packets("handshake_rtt", "s", "≥ 0", "SYN to the ACK that completes the handshake", ZeekConn + "; " + Tcp + " s3.5"),
        Packets("fwd_initial_window", "bytes", "0..65535", "Window of the initiator's first segment, unscaled: differs by network stack", Cic),
        Packets("bwd_initial_window", "bytes", "0..65535", "Window of the responder's first segment, unscaled", Cic),
        Packets("fwd_ttl_mean", "count", "0..255", "Mean IP time to live (hop limit) from the initiator", "RFC 791; RFC 8200"),
        Packets("bwd_ttl_mean", "count", "0..255", "Mean IP time to live (hop limit) from the responder", "RFC 791; RFC 8200"),
        Packets("ttl_spread", "count", "0..255", "Largest minus smallest time to live within one side: injected packets come from another distance", "Jin et al. 2003, Hop-count filtering"),
        Packets("fwd_entropy", "share", "0..1", "Byte entropy of the initiator's sample over the largest possible for its length: text near 0.6, encrypted or packed above 0.9. Sample: " + Sample, "Shannon 1948"),
        Packets("bwd_entropy", "share", "0..1", "The same for the responder's sample", "Shannon 1948"),
        Packets("fwd_printable", "share", "0..1", "Part of the initiator's sample that is printable ASCII, tab, CR or LF", "Wu et al. 2023, How the Great Firewall detects fully encrypted traffic"),
        Packets("bwd_printable", "share", "0..1", "The same for the responder's sample", "Wu et al. 2023"),
        Packets("findings_a", "count", "≥ 0", "Different tier-A findings of the flow (docs/findings.md)", "Stray"),
        Packets("findings_c", "count", "≥ 0", "Different tier-C findings of the flow", "Stray"),
        Packets("findings_q", "count", "≥ 0", "Different tier-Q findings of the flow", "Stray"),
        Packets("requests", "count", "≥ 0", "Requests the application inspector saw (DNS queries, HTTP requests); not observable for other protocols", ZeekConn),
        Packets("request_errors", "count", "≥ 0", "Of those, answered with an error (DNS name error, HTTP 4xx and 5xx)", "RFC 1035 s4.1.1; RFC 9110 s15"),
        Packets("request_length_mean", "bytes", "≥ 0", "Mean length of what they asked for (DNS name, HTTP target): data leaves in long ones", "Born & Gustafson 2010, Detecting DNS tunnels"),
        Packets("request_entropy_mean", "bits", "0..8", "Mean entropy of it per character: encoded data is high", "Born & Gustafson 2010, Detecting DNS tunnels"),
    ];

    private static FeatureDefinition Packets(string id, string unit, string range, string what, string source) =>
        new(id, FeatureScope.Packets, unit, range, what, source);
}
