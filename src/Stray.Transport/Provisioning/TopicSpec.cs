namespace Stray.Transport.Provisioning;

/// <summary>A topic as it should be.</summary>
/// <param name="Name">Its name on the cluster.</param>
/// <param name="Key">What its records are keyed by, in words.</param>
/// <param name="Partitions">1 and up.</param>
/// <param name="Replicas">1 and up.</param>
/// <param name="Configuration">Broker topic settings that must hold; others are left alone.</param>
/// <param name="JoinedBy">Topics with the same word are joined partition by partition and must have equally many; null for none.</param>
public sealed record TopicSpec(
    string Name, string Key, int Partitions, int Replicas, IReadOnlyDictionary<string, string> Configuration, string? JoinedBy)
{
    public bool Compacted => Configuration.TryGetValue("cleanup.policy", out var policy) && policy == "compact";
}
