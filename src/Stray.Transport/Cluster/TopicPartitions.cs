using Confluent.Kafka;

namespace Stray.Transport.Cluster;

/// <summary>
/// The partitions of a topic, asked before they are assigned: a consumer that assigns itself a topic it may not see, or that
/// does not exist, waits for ever and is told nothing.
/// </summary>
public static class TopicPartitions
{
    /// <param name="client">A consumer or producer that is already there: its connections are used.</param>
    public static (IReadOnlyList<TopicPartition> Partitions, ClusterFailure? Failure) Read(IClient client, string topic, TimeSpan patience)
    {
        var doing = $"read {topic}";
        using var admin = new DependentAdminClientBuilder(client.Handle).Build();
        try
        {
            var found = admin.GetMetadata(topic, patience).Topics.Single(t => t.Topic == topic);
            return found.Error.IsError
                ? ([], ClusterFailure.From(found.Error, doing))
                : ([.. found.Partitions.Select(p => new TopicPartition(topic, p.PartitionId))], null);
        }
        catch (KafkaException e)
        {
            return ([], ClusterFailure.From(e.Error, doing));
        }
    }
}
