using Confluent.Kafka.Admin;
using Stray.Contracts;
using Stray.Transport.Cluster;
using Stray.Transport.Provisioning;

namespace Stray.Transport.Access;

/// <summary>What each verb must be able to do on the cluster, and nothing more.</summary>
public static class AccessCatalogue
{
    // A stage that consumes and produces in one transaction has a group and a transactional id and sets poison records aside.
    private static readonly Verb[] All =
    [
        new("capture", [], [Topics.Flows, Topics.Coverage]),
        new("endpoint", [], [Topics.Connections, Topics.Coverage]),
        new("social", [Topics.SocialEvents], [Topics.SocialEvents, Topics.SocialRisk, Topics.Coverage]) { Group = true, Transactions = true },
        new("score", [Topics.Flows, Topics.Connections, Topics.Models], [Topics.Observations, Topics.Coverage]) { Group = true, Transactions = true },
        new("alert", [Topics.Observations, Topics.SocialRisk, Topics.Suppressions, Topics.Identities], [Topics.Alerts, Topics.Coverage])
            { Group = true, Transactions = true },
        new("train", [Topics.Flows, Topics.Observations, Topics.Alerts, Topics.Triage, Topics.Models], [Topics.Models]) { Group = true },
        new("serve",
            [Topics.Alerts, Topics.Observations, Topics.SocialRisk, Topics.Coverage, Topics.Models, Topics.Triage, Topics.Suppressions, Topics.Identities],
            [Topics.Triage, Topics.Suppressions, Topics.Identities]),
        new("tap", [], []) { Everything = [AclOperation.Read, AclOperation.Describe] },
        new("replay", [], []) { Replays = true },
        new("topics", [], [])
        {
            Everything = [AclOperation.Create, AclOperation.Alter, AclOperation.Describe, AclOperation.DescribeConfigs, AclOperation.AlterConfigs],
        },
    ];

    /// <summary>Verbs that work over Kafka.</summary>
    public static IReadOnlyList<string> Verbs { get; } = [.. All.Select(v => v.Name)];

    /// <param name="verb">One of <see cref="Verbs"/>.</param>
    public static IReadOnlyList<AccessRule> For(string verb, ClusterOptions options)
    {
        var found = All.Single(v => v.Name == verb);
        return [.. TopicRules(found, options), .. StageRules(found, options), .. WholeRules(found, options)];
    }

    private static IEnumerable<AccessRule> TopicRules(Verb verb, ClusterOptions options) => verb.Reads.Union(verb.Writes)
        .Select(topic => Topic(options.Topic(topic), verb.Reads.Contains(topic), verb.Writes.Contains(topic)))
        .Concat(verb.Transactions ? DeadLetters(verb.Reads, options) : [])
        .Concat(verb.Replays ? TopicCatalogue.WithDeadLetters.SelectMany(t => Replay(t, options)) : []);

    private static IEnumerable<AccessRule> StageRules(Verb verb, ClusterOptions options)
    {
        if (verb.Group || verb.Replays)
        {
            yield return new(AccessKind.Group, options.Group(verb.Name), false, [AclOperation.Read]);
        }
        else if (verb.Reads.Count > 0 || verb.Everything.Contains(AclOperation.Read))
        {
            // No member of a group, but librdkafka looks for its coordinator and fails where that is not allowed.
            yield return new(AccessKind.Group, options.Group(verb.Name), false, [AclOperation.Describe]);
        }

        if (verb.Transactions || verb.Replays)
        {
            yield return new(AccessKind.TransactionalId, options.Group(verb.Name) + ".", true, [AclOperation.Write, AclOperation.Describe]);
        }
    }

    private static IEnumerable<AccessRule> WholeRules(Verb verb, ClusterOptions options)
    {
        var whole = options.Topic("stray.");
        if (verb.Everything.Count > 0)
        {
            yield return new(AccessKind.Topic, whole, true, verb.Everything);
        }

        if (verb.Name == "topics")
        {
            yield return new(AccessKind.Group, whole, true, [AclOperation.DescribeConfigs, AclOperation.AlterConfigs]);
            yield return new(AccessKind.Cluster, "kafka-cluster", false, [AclOperation.Describe]);
        }
    }

    private static AccessRule Topic(string name, bool reads, bool writes) => new(AccessKind.Topic, name, false,
        [.. reads ? [AclOperation.Read] : Array.Empty<AclOperation>(), .. writes ? [AclOperation.Write] : Array.Empty<AclOperation>(), AclOperation.Describe]);

    private static IEnumerable<AccessRule> DeadLetters(IEnumerable<string> reads, ClusterOptions options) =>
        reads.Intersect(TopicCatalogue.WithDeadLetters).Select(t => Topic(options.DeadLetters(t), false, true));

    private static IEnumerable<AccessRule> Replay(string topic, ClusterOptions options) =>
        [Topic(options.DeadLetters(topic), true, false), Topic(options.Topic(topic), false, true)];

    private sealed record Verb(string Name, IReadOnlyList<string> Reads, IReadOnlyList<string> Writes)
    {
        public bool Group { get; init; }

        public bool Transactions { get; init; }

        public bool Replays { get; init; }

        public IReadOnlyList<AclOperation> Everything { get; init; } = [];
    }
}
