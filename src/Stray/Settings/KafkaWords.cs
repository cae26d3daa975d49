using Confluent.Kafka;

namespace Stray.Settings;

/// <summary>The words of the Kafka settings and what they mean to the client.</summary>
internal static class KafkaWords
{
    public static IReadOnlyDictionary<string, SecurityProtocol> SecurityProtocols { get; } = Table(
        ("plaintext", SecurityProtocol.Plaintext), ("ssl", SecurityProtocol.Ssl),
        ("sasl_plaintext", SecurityProtocol.SaslPlaintext), ("sasl_ssl", SecurityProtocol.SaslSsl));

    public static IReadOnlyDictionary<string, SaslMechanism> SaslMechanisms { get; } = Table(
        ("scram-sha-512", SaslMechanism.ScramSha512), ("scram-sha-256", SaslMechanism.ScramSha256), ("plain", SaslMechanism.Plain));

    public static IReadOnlyDictionary<string, GroupProtocol> GroupProtocols { get; } = Table(
        ("consumer", GroupProtocol.Consumer), ("classic", GroupProtocol.Classic));

    public static IReadOnlyDictionary<string, CompressionType> Compressions { get; } = Table(
        ("none", CompressionType.None), ("lz4", CompressionType.Lz4), ("zstd", CompressionType.Zstd),
        ("snappy", CompressionType.Snappy), ("gzip", CompressionType.Gzip));

    private static Dictionary<string, T> Table<T>(params (string Word, T Meaning)[] entries) =>
        entries.ToDictionary(e => e.Word, e => e.Meaning, StringComparer.OrdinalIgnoreCase);
}
