using Confluent.Kafka;
using Stray.Contracts;
using Stray.KafkaTests.Clusters;
using Stray.Transport.Access;
using Stray.Transport.Cluster;
using Stray.Transport.Provisioning;

namespace Stray.KafkaTests.Access;

/// <summary>Each verb's user on the TLS + SCRAM listener: what it needs works, one step further is refused.</summary>
public sealed class AccessTests(SecureBroker shared)
{
    [Theory]
    [InlineData("capture", null, Topics.Flows, Topics.Flows, Topics.Alerts)]
    [InlineData("endpoint", null, Topics.Connections, Topics.Connections, Topics.Flows)]
    [InlineData("social", Topics.SocialEvents, Topics.SocialRisk, Topics.Flows, Topics.Observations)]
    [InlineData("score", Topics.Flows, Topics.Observations, Topics.Alerts, Topics.Alerts)]
    [InlineData("alert", Topics.Observations, Topics.Alerts, Topics.Flows, Topics.Observations)]
    [InlineData("train", Topics.Flows, Topics.Models, Topics.Identities, Topics.Alerts)]
    [InlineData("serve", Topics.Alerts, Topics.Triage, Topics.Flows, Topics.Alerts)]
    [InlineData("tap", Topics.Alerts, null, null, Topics.Flows)]
    [InlineData("replay", Topics.Flows + ".dlq", Topics.Flows, Topics.Alerts, Topics.Alerts)]
    [InlineData("topics", null, null, Topics.Flows, Topics.Flows)]
    public async Task A_verb_reads_and_writes_its_own_topics_and_no_others(string verb, string? reads, string? writes, string? notRead, string notWritten)
    {
        var options = await ForAsync(verb);
        var probe = new Probe(options);
        if (reads is not null) Assert.Null(probe.Read(verb, options.Topic(reads)));
        if (writes is not null) Assert.Null(await probe.WriteAsync(options.Topic(writes)));
        if (notRead is not null) Assert.Contains("no right to the", probe.Read(verb, options.Topic(notRead)), StringComparison.Ordinal);
        var refused = await probe.WriteAsync(options.Topic(notWritten));
        Assert.NotNull(refused);
        Assert.Contains("no right to the", ClusterFailure.From(refused, "write").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("score", Topics.Flows, Topics.Observations, "alert")]
    [InlineData("alert", Topics.Observations, Topics.Alerts, "score")]
    [InlineData("social", Topics.SocialEvents, Topics.SocialRisk, "score")]
    public async Task A_stage_commits_its_offsets_in_its_transaction_and_cannot_touch_another_stages(string verb, string from, string to, string other)
    {
        var options = await ForAsync(verb);
        var probe = new Probe(options);
        Assert.Null(probe.Transact(verb, options.Topic(from), options.Topic(to)));
        Assert.Equal(ErrorCode.GroupAuthorizationFailed, probe.Join(other, options.Topic(from))?.Code);
        Assert.Equal(ErrorCode.TransactionalIdAuthorizationFailed, probe.InitTransactions(other)?.Code);
    }

    [Fact]
    public async Task The_topics_verb_creates_its_topics_and_no_others()
    {
        var options = await ForAsync("topics");
        using var admin = new TopicAdmin(options);
        Assert.Equal((1, null), await admin.CountBrokersAsync());
        Assert.Null(await admin.ApplyAsync(Create(options.Topic("stray.new.v1")), _ => { }));
        Assert.Null(await admin.SetSessionTimeoutAsync(options.Group("score"), TimeSpan.FromSeconds(5)));
        var refused = await admin.ApplyAsync(Create("foreign.v1"), _ => { });
        Assert.Equal(ExitCode.Config, refused?.Code);
        Assert.Contains("cannot create foreign.v1: this user has no right", refused!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_verb_may_grant_rights()
    {
        var options = await ForAsync("topics");
        using var admin = new AccessAdmin(options);
        Assert.Equal(ExitCode.Config, (await admin.GrantAsync("User:stray-topics", AccessCatalogue.For("score", options)))?.Code);
    }

    [Fact]
    public async Task A_user_without_rights_sees_no_topic()
    {
        var options = await ForAsync("nobody");
        using var admin = new TopicAdmin(options);
        var (_, failure) = await admin.ReadAsync([options.Topic(Topics.Flows)]);
        Assert.Equal(ExitCode.Config, failure?.Code);
    }

    [Fact]
    public async Task A_wrong_password_is_told_as_such_and_not_as_a_timeout()
    {
        using var admin = new TopicAdmin((await ForAsync("score")) with { Credentials = new("stray-score", "wrong") });
        var (_, failure) = await admin.CountBrokersAsync();
        Assert.Equal(ExitCode.Config, failure?.Code);
        Assert.Contains("the broker refused the login", failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_whose_certificate_nobody_vouches_for_is_not_trusted()
    {
        using var admin = new TopicAdmin((await ForAsync("score")) with { CaFile = null });
        var (_, failure) = await admin.CountBrokersAsync();
        Assert.Equal(ExitCode.Config, failure?.Code);
        Assert.Contains("TLS failed", failure!.Reason, StringComparison.Ordinal);
    }

    private static TopicPlan Create(string topic)
    {
        var spec = new TopicSpec(topic, "nothing", 1, 1, new Dictionary<string, string>(), null);
        return TopicPlan.Make([spec], new Dictionary<string, TopicState>());
    }

    private Task<ClusterOptions> ForAsync(string verb) => shared.OptionsOfAsync(verb);
}
