namespace Stray.Transport.Inspection;

/// <summary>What a cluster says of itself that decides whether this product can work with it.</summary>
/// <param name="BeforeFour">Whether a broker is older than 4.0; null when its settings may not be read.</param>
/// <param name="SessionTimeout">
/// group.consumer.session.timeout.ms: how long a dead worker's partitions stand still; null when it may not be read.
/// </param>
/// <param name="LeastSessionTimeout">group.consumer.min.session.timeout.ms: the least a group may ask for.</param>
public sealed record BrokerFacts(int Brokers, bool? BeforeFour, TimeSpan? SessionTimeout, TimeSpan? LeastSessionTimeout);
