namespace Stray.Transport.Provisioning;

/// <summary>A topic as the cluster has it.</summary>
/// <param name="Configuration">Effective settings, the broker's defaults included.</param>
public sealed record TopicState(string Name, int Partitions, int Replicas, IReadOnlyDictionary<string, string> Configuration);
