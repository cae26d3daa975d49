using Stray.Settings;

namespace Stray.Tests.Settings;

public sealed class KafkaSettingsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("BOOTSTRAP", "broker", "host:port")]
    [InlineData("SECURITYPROTOCOL", "tls", "plaintext, ssl")]
    [InlineData("SECURITYPROTOCOL", "sasl_ssl", "must be set")]
    [InlineData("USERNAME", "ada", "sasl_ssl")]
    [InlineData("GROUPPROTOCOL", "newest", "consumer, classic")]
    [InlineData("COMPRESSION", "rar", "lz4")]
    [InlineData("TRANSACTIONTIMEOUTSECONDS", "0", "2 to 900")]
    [InlineData("DRAINTIMEOUTSECONDS", "10", "not below")]
    [InlineData("INSTANCEID", "", "1 to 100")]
    [InlineData("PREFIX", "a b", "letters")]
    [InlineData("PARTITIONS", "0", "1 to 1000")]
    [InlineData("REPLICAS", "10", "0 to 9")]
    [InlineData("PASSWORD", "s3cret", "not a setting")]
    public void A_value_outside_its_limit_is_refused(string name, string value, string says) =>
        Assert.Contains(says, Read(("STRAY__KAFKA__" + name, value)).Failure!.Reason, StringComparison.Ordinal);

    [Fact]
    public void A_registry_address_must_be_one() =>
        Assert.Contains("http", Read(("STRAY__SCHEMAREGISTRY__URL", "registry:8081")).Failure!.Reason, StringComparison.Ordinal);

    [Fact]
    public void The_password_is_the_first_line_of_its_file()
    {
        File.WriteAllText(_file, "s3cret\nnot this\n");
        var (options, failure) = ClusterSource.Read(Secure(_file));
        Assert.Null(failure);
        Assert.Equal(("ada", "s3cret"), (options!.Credentials!.Username, options.Credentials.Password));
    }

    [Fact]
    public void An_empty_or_missing_password_file_is_refused()
    {
        Assert.Equal("Kafka:PasswordFile", ClusterSource.Read(Secure(_file)).Failure?.Where);
        Assert.Equal("Kafka:PasswordFile", ClusterSource.Read(Secure(_file + ".absent")).Failure?.Where);
    }

    [Fact]
    public void A_missing_authority_file_is_refused() =>
        Assert.Equal("Kafka:CaFile", ClusterSource.Read(new() { CaFile = "/no/such/ca.pem" }).Failure?.Where);

    public void Dispose() => File.Delete(_file);

    private static KafkaSettings Secure(string passwordFile) => new() { SecurityProtocol = "sasl_ssl", Username = "ada", PasswordFile = passwordFile };

    private static (StraySettings? Settings, SettingsFailure? Failure) Read(params (string Name, string Value)[] environment) =>
        SettingsSource.Read(null, environment.Select(e => KeyValuePair.Create(e.Name, e.Value)));
}
