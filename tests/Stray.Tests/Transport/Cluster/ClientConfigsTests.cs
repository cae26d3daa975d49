using Confluent.Kafka;
using Stray.Transport.Cluster;

namespace Stray.Tests.Transport.Cluster;

/// <summary>Each of these lines lost, doubled or misplaced records somewhere; none may go back to its default.</summary>
public sealed class ClientConfigsTests
{
    private static readonly ClusterOptions Options = new()
    {
        Prefix = "acme.",
        InstanceId = "host-1",
        Security = SecurityProtocol.SaslSsl,
        Credentials = new("ada", "s3cret"),
    };

    private readonly ClientConfigs _configs = new(Options);

    [Fact]
    public void A_producer_is_idempotent_acked_by_all_and_partitions_like_Java()
    {
        var config = _configs.Producer();
        Assert.Equal((true, Acks.All, Partitioner.Murmur2Random), (config.EnableIdempotence, config.Acks, config.Partitioner));
        Assert.Equal(0, config.MessageTimeoutMs);
    }

    [Fact]
    public void A_transactional_producer_has_a_stable_id_and_a_short_timeout()
    {
        var config = _configs.TransactionalProducer("score");
        Assert.Equal(("acme.stray.score.host-1", 10_000), (config.TransactionalId, config.TransactionTimeoutMs));
    }

    [Fact]
    public void A_consumer_starts_at_the_earliest_reads_committed_and_commits_nothing_by_itself()
    {
        var config = _configs.Consumer("score");
        Assert.Equal((AutoOffsetReset.Earliest, IsolationLevel.ReadCommitted), (config.AutoOffsetReset, config.IsolationLevel));
        Assert.Equal((false, false), (config.EnableAutoCommit, config.EnableAutoOffsetStore));
        Assert.Equal("acme.stray.score", config.GroupId);
    }

    [Theory]
    [InlineData(GroupProtocol.Consumer)]
    [InlineData(GroupProtocol.Classic)]
    public void The_client_accepts_the_settings_of_both_group_protocols(GroupProtocol protocol)
    {
        var config = new ClientConfigs(Options with { GroupProtocol = protocol }).Consumer("score", joins: true);
        Assert.Equal(protocol == GroupProtocol.Classic ? 10_000 : null, config.SessionTimeoutMs);
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build(); // refuses what does not go together
        Assert.Equal(protocol == GroupProtocol.Consumer ? "range" : null, config.GroupRemoteAssignor);
    }

    [Fact]
    public void Options_as_text_do_not_show_the_password() => Assert.DoesNotContain("s3cret", Options.ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_native_library_in_use_can_be_named() => Assert.Matches(@"librdkafka 2\.\d+\.\d+ \(.*rdkafka.*\)", NativeClient.Describe());
}
