using System.Globalization;
using Stray.Contracts;
using Stray.Transport.Cluster;

namespace Stray.Transport.Provisioning;

/// <summary>Every topic of the product as data: key, partitions, how long records stay, and which topics are joined.</summary>
public static class TopicCatalogue
{
    /// <summary>Model records carry the model's bytes.</summary>
    public const int LargestModelRecord = 10 << 20;

    private const string ByCommunityId = "community id";
    private const string ByEntity = "entity";

    // A line: name, key, one partition or the configured number, days kept (null: compacted, 0: for ever), joined by, dead letters.
    private static readonly Line[] Lines =
    [
        new(Topics.Flows, ByCommunityId, true, 7, ByCommunityId, true),
        new(Topics.Connections, ByCommunityId, true, 7, ByCommunityId, true),
        new(Topics.Observations, ByEntity, true, 14, ByEntity, true),
        new(Topics.SocialRisk, ByEntity, true, null, ByEntity, true),
        new(Topics.Alerts, ByEntity, true, 90, null, false),
        new(Topics.SocialEvents, "account", true, 30, null, true),
        new(Topics.Models, "model name", false, null, null, false),
        new(Topics.Coverage, "sensor", false, 7, null, false),
        new(Topics.Triage, "alert id", false, 0, null, false),
        new(Topics.Suppressions, "suppression id", false, null, null, false),
        new(Topics.Identities, "identity", false, null, null, false),
    ];

    /// <summary>Names (as in <see cref="Topics"/>) of the topics whose unreadable records are kept.</summary>
    public static IReadOnlyList<string> WithDeadLetters { get; } = [.. Lines.Where(l => l.DeadLetters).Select(l => l.Name)];

    /// <param name="partitions">Of every topic that carries traffic, 1 and up.</param>
    /// <param name="replicas">1 and up; from 3 on a write needs two of them in sync.</param>
    public static IReadOnlyList<TopicSpec> For(ClusterOptions options, int partitions, int replicas) =>
    [
        .. Lines.Select(l => new TopicSpec(
            options.Topic(l.Name), l.Key, l.Partitioned ? partitions : 1, replicas, Configuration(l.Name, l.Days, replicas), l.JoinedBy)),
        .. WithDeadLetters.Select(n => new TopicSpec(
            options.DeadLetters(n), "as the record had", 1, replicas, Configuration(n, 30, replicas), null)),
    ];

    private static Dictionary<string, string> Configuration(string name, int? days, int replicas)
    {
        var configuration = new Dictionary<string, string>
        {
            ["cleanup.policy"] = days is null ? "compact" : "delete",
            ["min.insync.replicas"] = replicas >= 3 ? "2" : "1",
            ["unclean.leader.election.enable"] = "false",
        };
        if (days is { } kept)
        {
            configuration["retention.ms"] = kept == 0 ? "-1" : TimeSpan.FromDays(kept).TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        }

        if (name == Topics.Models)
        {
            configuration["max.message.bytes"] = LargestModelRecord.ToString(CultureInfo.InvariantCulture);
        }

        return configuration;
    }

    private sealed record Line(string Name, string Key, bool Partitioned, int? Days, string? JoinedBy, bool DeadLetters);
}
