using Stray.Transport.Cluster;
using Stray.Transport.Provisioning;

namespace Stray.KafkaTests.Clusters;

/// <summary>A cluster's own set of this product's topics.</summary>
internal static class Provisioned
{
    /// <summary>Creates every topic under the options' prefix.</summary>
    public static async Task ApplyAsync(ClusterOptions options, int partitions = 4, int replicas = 1)
    {
        using var admin = new TopicAdmin(options);
        var plan = TopicPlan.Make(TopicCatalogue.For(options, partitions, replicas), new Dictionary<string, TopicState>());
        Assert.Null(await admin.ApplyAsync(plan, _ => { }));
    }
}
