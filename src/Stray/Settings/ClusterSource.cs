using Stray.Transport.Cluster;

namespace Stray.Settings;

/// <summary>Turns checked settings into what the transport takes, and reads the one secret there is.</summary>
public static class ClusterSource
{
    private const int LongestPassword = 1024;

    public static (ClusterOptions? Options, SettingsFailure? Failure) Read(KafkaSettings kafka)
    {
        if (kafka.CaFile.Length > 0 && !File.Exists(kafka.CaFile))
        {
            return (null, new("Kafka:CaFile", $"no such file: {kafka.CaFile}"));
        }

        if (kafka.Username.Length == 0)
        {
            return (Options(kafka, null), null);
        }

        var (password, failure) = ReadPassword(kafka.PasswordFile);
        return password is null ? (null, failure) : (Options(kafka, new(kafka.Username, password)), null);
    }

    private static ClusterOptions Options(KafkaSettings kafka, Credentials? credentials) => new()
    {
        Bootstrap = kafka.Bootstrap,
        Security = KafkaWords.SecurityProtocols[kafka.SecurityProtocol],
        Mechanism = KafkaWords.SaslMechanisms[kafka.SaslMechanism],
        CaFile = kafka.CaFile.Length > 0 ? kafka.CaFile : null,
        Credentials = credentials,
        GroupProtocol = KafkaWords.GroupProtocols[kafka.GroupProtocol],
        SessionTimeout = TimeSpan.FromSeconds(kafka.SessionTimeoutSeconds),
        TransactionTimeout = TimeSpan.FromSeconds(kafka.TransactionTimeoutSeconds),
        DrainTimeout = TimeSpan.FromSeconds(kafka.DrainTimeoutSeconds),
        InstanceId = kafka.InstanceId,
        Compression = KafkaWords.Compressions[kafka.Compression],
        Prefix = kafka.Prefix,
    };

    private static (string? Password, SettingsFailure? Failure) ReadPassword(string file)
    {
        try
        {
            var password = File.ReadLines(file).FirstOrDefault() ?? "";
            return password.Length is > 0 and <= LongestPassword
                ? (password, null)
                : (null, new("Kafka:PasswordFile", $"the first line of {file} is no password (1 to {LongestPassword} characters)"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new("Kafka:PasswordFile", e.Message));
        }
    }
}
