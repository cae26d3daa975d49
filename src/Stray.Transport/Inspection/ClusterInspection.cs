using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Stray.Transport.Access;
using Stray.Transport.Cluster;

namespace Stray.Transport.Inspection;

/// <summary>Looks at a cluster and changes nothing.</summary>
public sealed class ClusterInspection : IDisposable
{
    /// <summary>Removed in 4.0 (KIP-896): a broker that still has it is older. The protocol tells clients no version.</summary>
    private const string GoneInFour = "inter.broker.protocol.version";

    private const string GroupTimeout = "consumer.session.timeout.ms";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConnectionErrors _errors = new();
    private readonly IAdminClient _admin;

    public ClusterInspection(ClusterOptions options) =>
        _admin = new AdminClientBuilder(new ClientConfigs(options).Admin())
            .SetErrorHandler((_, e) => _errors.Add(e)).SetLogHandler((_, _) => { }).Build();

    public async Task<(BrokerFacts? Facts, ClusterFailure? Failure)> ReadBrokersAsync()
    {
        try
        {
            var cluster = await _admin.DescribeClusterAsync(new() { RequestTimeout = Patience }).ConfigureAwait(false);
            var settings = await SettingsAsync(ResourceType.Broker, cluster.Nodes.Select(n => n.Id.ToString(CultureInfo.InvariantCulture))).ConfigureAwait(false);
            return (new(
                cluster.Nodes.Count,
                settings?.Any(s => s.ContainsKey(GoneInFour)),
                Longest(settings, "group." + GroupTimeout),
                Longest(settings, "group.consumer.min.session.timeout.ms")), null);
        }
        catch (KafkaException e)
        {
            return (null, _errors.Explain(e.Error, "reach the brokers"));
        }
    }

    /// <summary>How long a dead member of the group keeps its partitions, a setting of the group included; null when it may not be read.</summary>
    public async Task<TimeSpan?> ReadSessionTimeoutAsync(string group) =>
        Longest(await SettingsAsync(ResourceType.Group, [group]).ConfigureAwait(false), GroupTimeout);

    /// <summary>What of the rules this user may not do. Transactional ids cannot be asked for.</summary>
    public async Task<(IReadOnlyList<string> Missing, ClusterFailure? Failure)> MissingRightsAsync(IReadOnlyList<AccessRule> rules)
    {
        try
        {
            List<string> missing = [];
            foreach (var rule in rules.Where(r => !r.Prefixed))
            {
                missing.AddRange(rule.Kind switch
                {
                    AccessKind.Topic => Lacking(rule, await OfTopicAsync(rule.Name).ConfigureAwait(false)),
                    AccessKind.Group => Lacking(rule, await OfGroupAsync(rule.Name).ConfigureAwait(false)),
                    _ => [],
                });
            }

            return (missing, null);
        }
        catch (KafkaException e)
        {
            return ([], _errors.Explain(e.Error, "read this user's rights"));
        }
    }

    public void Dispose() => _admin.Dispose();

    private static IEnumerable<string> Lacking(AccessRule rule, IReadOnlyCollection<AclOperation>? allowed) =>
        rule.Operations.Except(allowed ?? rule.Operations).Select(o => $"{o} {rule.Kind} {rule.Name}");

    /// <returns>Null when it is not there yet, and so says nothing.</returns>
    private async Task<List<AclOperation>?> OfTopicAsync(string topic)
    {
        try
        {
            var result = await _admin.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([topic]), new() { RequestTimeout = Patience, IncludeAuthorizedOperations = true }).ConfigureAwait(false);
            return result.TopicDescriptions[0].AuthorizedOperations ?? [];
        }
        catch (DescribeTopicsException e)
        {
            return IsRefusal(e.Results.TopicDescriptions[0].Error) ? [] : null;
        }
    }

    /// <inheritdoc cref="OfTopicAsync"/>
    private async Task<List<AclOperation>?> OfGroupAsync(string group)
    {
        try
        {
            var result = await _admin.DescribeConsumerGroupsAsync(
                [group], new() { RequestTimeout = Patience, IncludeAuthorizedOperations = true }).ConfigureAwait(false);
            return result.ConsumerGroupDescriptions[0].AuthorizedOperations ?? [];
        }
        catch (DescribeConsumerGroupsException e)
        {
            return IsRefusal(e.Results.ConsumerGroupDescriptions[0].Error) ? [] : null;
        }
    }

    private static bool IsRefusal(Error error) =>
        error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed;

    /// <returns>Null when this user may not read them.</returns>
    private async Task<List<Dictionary<string, ConfigEntryResult>>?> SettingsAsync(ResourceType type, IEnumerable<string> names)
    {
        try
        {
            var read = await _admin.DescribeConfigsAsync(
                names.Select(n => new ConfigResource { Type = type, Name = n }), new() { RequestTimeout = Patience }).ConfigureAwait(false);
            return read.ConvertAll(r => r.Entries);
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    private static TimeSpan? Longest(List<Dictionary<string, ConfigEntryResult>>? settings, string name) => settings?
        .Select(s => s.TryGetValue(name, out var entry) && long.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            ? TimeSpan.FromMilliseconds(ms)
            : (TimeSpan?)null)
        .Max();
}
