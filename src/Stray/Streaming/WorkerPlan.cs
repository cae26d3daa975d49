using Stray.Contracts;
using Stray.Settings;
using Stray.Training.Registry;
using Stray.Transport.Cluster;
using Stray.Transport.Wire;

namespace Stray.Streaming;

/// <summary>What a worker process starts from, all of it checked.</summary>
/// <param name="Model">What judges; null when there is no baseline: then only findings count.</param>
internal sealed record WorkerPlan(StraySettings Settings, ClusterOptions Cluster, ISchemaIds Ids, PublishedModel? Model) : IDisposable
{
    /// <summary>Fetches the schema ids of the topics, from the registry where one is set.</summary>
    public static async Task<(WorkerPlan? Plan, ClusterFailure? Failure)> CreateAsync(
        StraySettings settings, ClusterOptions cluster, PublishedModel? model, IEnumerable<string> topics, TimeProvider time)
    {
        if (settings.SchemaRegistry.Url.Length == 0)
        {
            return (new(settings, cluster, new FixedSchemaIds(), model), null);
        }

        var (ids, failure) = await RegistrySchemaIds.ConnectAsync(settings.SchemaRegistry.Url, cluster, topics, time).ConfigureAwait(false);
        return ids is null ? (null, failure) : (new(settings, cluster, ids, model), null);
    }

    public void Dispose() => (Ids as IDisposable)?.Dispose();
}
