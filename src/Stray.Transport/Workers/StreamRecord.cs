using Confluent.Kafka;

namespace Stray.Transport.Workers;

/// <summary>One received record: where it stood and its bytes as they came, Confluent framing included. All of it is hostile.</summary>
public readonly struct StreamRecord(ConsumeResult<byte[], byte[]> result)
{
    public string Topic => result.Topic;

    public int Partition => result.Partition.Value;

    public long Offset => result.Offset.Value;

    /// <summary>When it was produced, by the producer's clock.</summary>
    public DateTimeOffset Produced => result.Message.Timestamp.UtcDateTime;

    public byte[] Key => result.Message.Key ?? [];

    public byte[] Value => result.Message.Value ?? [];

    /// <summary>A header's bytes; empty when it is not there.</summary>
    public ReadOnlySpan<byte> Header(string name) =>
        result.Message.Headers is { } headers && headers.TryGetLastBytes(name, out var bytes) ? bytes : [];

    public override string ToString() => $"{Topic}[{Partition}]@{Offset}";
}
