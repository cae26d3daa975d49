using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;

namespace Stray.Contracts.Telemetry;

/// <summary>Every label there is.</summary>
public static class Labels
{
    public static readonly LabelDefinition MessagingSystem = new("messaging.system", "the broker's kind", ["kafka"]);
    public static readonly LabelDefinition Operation = new(
        "messaging.operation.name", "what the client did", ["process", "send", "commit"]);
    public static readonly LabelDefinition Topic = new("messaging.destination.name", "a topic of `stray topics describe`, dead letters included");
    public static readonly LabelDefinition Partition = new("messaging.destination.partition.id", "a partition's number, below the topic's partitions");
    public static readonly LabelDefinition Finding = new(
        "stray.finding.name", "a name of docs/findings.md", [.. FindingCatalogue.All.Select(f => f.Id)]);
    public static readonly LabelDefinition Tier = new("stray.finding.tier", "the finding's tier", Enum.GetNames<FindingTier>());
    public static readonly LabelDefinition DropReason = new(
        "stray.drop.reason", "why it was dropped; see below", [.. Drops.All.Select(d => d.Id)]);
    public static readonly LabelDefinition Quality = new(
        "stray.quality.measure", "what limits the view", ["lost_bytes", "one_way", "midstream", "retransmissions", "bad_checksums"]);
    public static readonly LabelDefinition Rebalance = new(
        "stray.rebalance.kind", "what happened to the partitions", ["assigned", "revoked", "lost"]);
    public static readonly LabelDefinition Outcome = new("stray.transaction.outcome", "how it ended", ["committed", "aborted"]);
    public static readonly LabelDefinition Activity = new(
        "stray.alert.activity", "whether the alert is new", [.. Enum.GetNames<AlertActivity>().Select(Lower)]);
    public static readonly LabelDefinition Severity = new(
        "stray.alert.severity", "OCSF severity", [.. Enum.GetNames<Severity>().Select(Lower)]);
    public static readonly LabelDefinition Model = new("stray.model.name", "a name of the model registry (Models:Name)");
    public static readonly LabelDefinition ModelVersion = new("stray.model.version", "the second of its publication, UTC");

    /// <summary>Names of enumeration members as label values.</summary>
    public static string Lower(string name) => name.ToLowerInvariant();
}
