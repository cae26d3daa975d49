namespace Stray.Contracts.Features;

public static partial class FeatureCatalogue
{
    private const string Kdd = "Lee & Stolfo 2000, traffic features of KDD'99";
    private const string Trw = "Jung et al. 2004, Fast portscan detection";
    private const string Rita = "RITA beacon analysis (timestamps and sizes: MAD, Bowley skew)";

    private static FeatureDefinition[] HostDefinitions() =>
    [
        Host("host_flows_60s", "count", "≥ 1", "Flows this source started in the last 60 s, this one included", Kdd),
        Host("host_flows_600s", "count", "≥ 1", "The same over 10 min", Kdd),
        Host("host_flows_3600s", "count", "≥ 1", "The same over 1 h", Kdd),
        Host("host_destinations_60s", "count", "≥ 1", "Different destinations of this source in 60 s: horizontal scans, worms", Trw),
        Host("host_destinations_600s", "count", "≥ 1", "The same over 10 min", Trw),
        Host("host_destinations_3600s", "count", "≥ 1", "The same over 1 h: slow scans", Trw),
        Host("host_ports_60s", "count", "≥ 1", "Different destination ports (with protocol) of this source in 60 s: vertical scans", Trw),
        Host("host_ports_600s", "count", "≥ 1", "The same over 10 min", Trw),
        Host("host_services_3600s", "count", "≥ 0", "Different services of this source in 1 h that answered", Kdd),
        Host("host_failed_share_60s", "share", "0..1", "Part of this source's flows of 60 s that failed", Trw),
        Host("host_failed_share_600s", "share", "0..1", "The same over 10 min", Trw),
        Host("host_failed_share_3600s", "share", "0..1", "The same over 1 h", Trw),
        Host("host_unanswered_600s", "count", "≥ 0", "Flows of this source in 10 min that nobody answered", Trw),
        Host("host_bytes_out_600s", "bytes", "≥ 0", "Volume this source sent in 10 min: exfiltration spread over flows", "RITA; MITRE ATT&CK TA0010"),
        Host("host_bytes_out_3600s", "bytes", "≥ 0", "The same over 1 h", "RITA; MITRE ATT&CK TA0010"),
        Host("dst_flows_60s", "count", "≥ 1", "Flows to this destination in 60 s, from anywhere: floods", Kdd),
        Host("dst_flows_600s", "count", "≥ 1", "The same over 10 min", Kdd),
        Host("dst_sources_60s", "count", "≥ 1", "Different sources of this destination in 60 s: distributed and spoofed floods", Kdd),
        Host("dst_sources_600s", "count", "≥ 1", "The same over 10 min", Kdd),
        Host("dst_unanswered_share_60s", "share", "0..1", "Part of this destination's flows of 60 s that it did not answer", Kdd),
        Host("dst_bytes_60s", "bytes", "≥ 0", "Volume sent to this destination in 60 s: amplification", "RFC 4732 s2"),
    ];

    private static FeatureDefinition[] EdgeDefinitions() =>
    [
        Edge("edge_flows_600s", "count", "≥ 1", "Flows of this source to this destination and service in 10 min: brute force", Kdd),
        Edge("edge_flows_3600s", "count", "≥ 1", "The same over 1 h", Kdd),
        Edge("edge_interval_mean", "s", "≥ 0", "Mean time between starts over the last 32 flows of the edge; needs two flows", Rita),
        Edge("edge_interval_cv", "share", "≥ 0", "Standard deviation over mean of those times; needs three flows", Rita),
        Edge("edge_regularity", "share", "0..1", "How evenly spaced the starts are, with missed beats folded and scaled by evidence: 1 = a clock, 0 = none or too few flows", Rita),
        Edge("edge_bytes_mean", "bytes", "≥ 0", "Mean volume sent per flow over the last 32 flows of the edge", Rita),
        Edge("edge_bytes_cv", "share", "≥ 0", "Standard deviation over mean of that volume; needs two flows", Rita),
        Edge("edge_bytes_regularity", "share", "0..1", "How alike the sent volumes are, scaled by evidence: check-ins of an implant repeat", Rita),
        Edge("edge_failed_share", "share", "0..1", "Part of the edge's flows of 1 h that failed", Trw),
        Edge("edge_short_flows_600s", "count", "≥ 0", "Answered flows of the edge in 10 min that lasted under 10 s: repeated logins", "Hofstede et al. 2014, SSH compromise detection"),
        Edge("edge_age", "s", "≥ 0", "Time since the edge was first seen", "first-seen analytics"),
        Edge("pair_ports_600s", "count", "≥ 1", "Different ports (with protocol) this source tried on this destination in 10 min: vertical scan", Trw),
    ];

    private static FeatureDefinition[] PrevalenceDefinitions() =>
    [
        Prevalence("destination_prevalence", "Part of the hosts seen in 24 h that talk to this destination"),
        Prevalence("server_name_prevalence", "Part of the hosts seen in 24 h that ask for this server name; not observable without one"),
        Prevalence("service_prevalence", "Part of the hosts seen in 24 h that use this protocol and destination port"),
        Prevalence("fingerprint_prevalence", "Part of the hosts seen in 24 h with this client fingerprint; not observable without one"),
        new("host_service_age", FeatureScope.Prevalence, "s", "≥ 0",
            "Time since this source first used this protocol and destination port", "first-seen analytics"),
    ];

    private static FeatureDefinition Host(string id, string unit, string range, string what, string source) =>
        new(id, FeatureScope.Host, unit, range, what, source);

    private static FeatureDefinition Edge(string id, string unit, string range, string what, string source) =>
        new(id, FeatureScope.Edge, unit, range, what, source);

    private static FeatureDefinition Prevalence(string id, string what) => new(id, FeatureScope.Prevalence, "share", "0..1",
        what + ", among the hosts on the source's side (own networks or not); needs three hosts", "RITA prevalence");
}
