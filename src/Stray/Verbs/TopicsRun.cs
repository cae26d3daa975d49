using Stray.Settings;
using Stray.Transport.Cluster;
using Stray.Transport.Provisioning;

namespace Stray.Verbs;

/// <summary>The topics as they should be beside the topics as they are.</summary>
internal sealed record TopicsRun(
    TopicAdmin Admin, IReadOnlyList<TopicSpec> Wanted, IReadOnlyDictionary<string, TopicState> Existing, bool Json)
{
    private const int UsualReplicas = 3;

    public static async Task<(TopicsRun? Run, ClusterFailure? Failure)> ReadAsync(
        TopicAdmin admin, ClusterOptions cluster, KafkaSettings kafka, bool json)
    {
        var (brokers, unreachable) = await admin.CountBrokersAsync().ConfigureAwait(false);
        if (unreachable is not null)
        {
            return (null, unreachable);
        }

        var replicas = kafka.Replicas == 0 ? Math.Min(UsualReplicas, brokers) : kafka.Replicas;
        var wanted = TopicCatalogue.For(cluster, kafka.Partitions, replicas);
        var (existing, failure) = await admin.ReadAsync([.. wanted.Select(w => w.Name)]).ConfigureAwait(false);
        return failure is null ? (new(admin, wanted, existing, json), null) : (null, failure);
    }
}
