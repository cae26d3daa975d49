namespace Stray.Settings;

/// <summary>The limits of the settings of Kafka and the schema registry.</summary>
internal static class KafkaCheck
{
    private const int LongestName = 100; // Kafka takes 249; topic names are added to it

    public static SettingsFailure? FirstFailure(StraySettings settings) =>
        Cluster(settings.Kafka) ?? Login(settings.Kafka) ?? Registry(settings.SchemaRegistry.Url);

    private static SettingsFailure? Cluster(KafkaSettings kafka) =>
        OneOf("Kafka:SecurityProtocol", kafka.SecurityProtocol, KafkaWords.SecurityProtocols.Keys)
        ?? OneOf("Kafka:SaslMechanism", kafka.SaslMechanism, KafkaWords.SaslMechanisms.Keys)
        ?? OneOf("Kafka:GroupProtocol", kafka.GroupProtocol, KafkaWords.GroupProtocols.Keys)
        ?? OneOf("Kafka:Compression", kafka.Compression, KafkaWords.Compressions.Keys)
        ?? SettingsCheck.Between("Kafka:SessionTimeoutSeconds", kafka.SessionTimeoutSeconds, 3, 300)
        ?? SettingsCheck.Between("Kafka:TransactionTimeoutSeconds", kafka.TransactionTimeoutSeconds, 2, 900)
        ?? SettingsCheck.Between("Kafka:DrainTimeoutSeconds", kafka.DrainTimeoutSeconds, 1, 300)
        ?? Drain(kafka)
        ?? SettingsCheck.Between("Kafka:Partitions", kafka.Partitions, 1, 1000)
        ?? SettingsCheck.Between("Kafka:Replicas", kafka.Replicas, 0, 9)
        ?? Bootstrap(kafka.Bootstrap)
        ?? Name("Kafka:InstanceId", kafka.InstanceId, 1)
        ?? Name("Kafka:Prefix", kafka.Prefix, 0);

    private static SettingsFailure? Login(KafkaSettings kafka)
    {
        var sasl = kafka.SecurityProtocol.StartsWith("sasl", StringComparison.OrdinalIgnoreCase);
        return (sasl, kafka.Username.Length > 0, kafka.PasswordFile.Length > 0) switch
        {
            (true, false, _) => new("Kafka:Username", $"must be set with {kafka.SecurityProtocol}"),
            (true, _, false) => new("Kafka:PasswordFile", $"must be set with {kafka.SecurityProtocol}"),
            (false, true, _) => new("Kafka:Username", $"is not used with {kafka.SecurityProtocol}: set Kafka:SecurityProtocol to sasl_ssl"),
            _ => null,
        };
    }

    // A worker that drains longer than its session has lost its partitions and repeats another's work.
    private static SettingsFailure? Drain(KafkaSettings kafka) => kafka.DrainTimeoutSeconds < kafka.SessionTimeoutSeconds
        ? null
        : new("Kafka:DrainTimeoutSeconds", $"{kafka.DrainTimeoutSeconds} is not below Kafka:SessionTimeoutSeconds {kafka.SessionTimeoutSeconds}");

    private static SettingsFailure? Bootstrap(string bootstrap) =>
        bootstrap.Split(',').All(b => b.Trim().LastIndexOf(':') is var colon and > 0 && ushort.TryParse(b.Trim().AsSpan(colon + 1), out var port) && port > 0)
            ? null
            : new("Kafka:Bootstrap", $"'{bootstrap}' is no list of host:port");

    private static SettingsFailure? Name(string where, string value, int shortest) =>
        value.Length >= shortest && value.Length <= LongestName && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? null
            : new(where, $"'{value}' is not {shortest} to {LongestName} letters, digits, dots, dashes or underscores");

    private static SettingsFailure? Registry(string url) =>
        url.Length == 0 || (Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https")
            ? null
            : new("SchemaRegistry:Url", $"'{url}' is no http or https address");

    private static SettingsFailure? OneOf(string where, string value, IEnumerable<string> allowed) =>
        allowed.Contains(value, StringComparer.OrdinalIgnoreCase) ? null : new(where, $"'{value}' is not one of {string.Join(", ", allowed)}");
}
