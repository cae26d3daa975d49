using Stray.Checks;
using Stray.Contracts;
using Stray.KafkaTests.Clusters;
using Stray.Settings;
using Stray.Transport.Cluster;

namespace Stray.KafkaTests.Checks;

/// <summary><c>stray check --connect</c> against real brokers.</summary>
public sealed class ClusterChecksTests(OneBroker shared, SecureBroker secure, SharedRegistry registry)
{
    [Fact]
    public async Task Missing_topics_are_wrong_until_they_are_made()
    {
        var options = (await shared.GetAsync()).NewOptions();
        var settings = new StraySettings { Kafka = new() { Partitions = 4 } };
        Assert.Equal(CheckOutcome.Ok, (await RunAsync(settings, options, "brokers")).Outcome);
        Assert.Equal((CheckOutcome.Failed, "stray topics apply"), Short(await RunAsync(settings, options, "topics")));
        await Provisioned.ApplyAsync(options);
        Assert.Equal(CheckOutcome.Ok, (await RunAsync(settings, options, "topics")).Outcome);
    }

    [Fact]
    public async Task A_failover_slower_than_wanted_is_told_with_the_brokers_setting()
    {
        var options = (await shared.GetAsync()).NewOptions(); // its groups' timeout is 6 s
        var slow = await RunAsync(new(), options with { SessionTimeout = TimeSpan.FromSeconds(3) }, "failover");
        Assert.Equal(CheckOutcome.Warning, slow.Outcome);
        Assert.Contains("group.consumer.min.session.timeout.ms to 3000", slow.Advice, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Ok, (await RunAsync(new(), options with { SessionTimeout = TimeSpan.FromSeconds(30) }, "failover")).Outcome);
    }

    [Theory]
    [InlineData("score", "score", CheckOutcome.Ok)]
    [InlineData("alert", "alert", CheckOutcome.Ok)]
    [InlineData("capture", "capture", CheckOutcome.Ok)]
    [InlineData("score", "alert", CheckOutcome.Failed)]
    [InlineData("nobody", "score", CheckOutcome.Failed)]
    public async Task Rights_are_those_of_the_verb(string user, string verb, CheckOutcome expected)
    {
        var options = await secure.OptionsOfAsync(user);
        var result = await RunAsync(new(), options, "rights", verb);
        Assert.Equal(expected, result.Outcome);
        Assert.Equal(expected == CheckOutcome.Ok ? "" : $"stray topics acls {verb}", result.Advice);
    }

    [Fact]
    public async Task A_registry_that_answers_is_well_and_one_that_is_not_there_is_unavailable()
    {
        var options = (await shared.GetAsync()).NewOptions();
        var there = new StraySettings { SchemaRegistry = new() { Url = (await registry.GetAsync()).Url } };
        Assert.Equal(CheckOutcome.Ok, (await RunAsync(there, options, "registry")).Outcome);
        var gone = new StraySettings { SchemaRegistry = new() { Url = "http://127.0.0.1:9" } };
        Assert.Equal(ExitCode.Unavailable, (await RunAsync(gone, options, "registry")).Code);
    }

    private static (CheckOutcome Outcome, string Advice) Short(CheckResult result) => (result.Outcome, result.Advice);

    private static async Task<CheckResult> RunAsync(StraySettings settings, ClusterOptions options, string check, string? verb = null)
    {
        using var checks = new ClusterChecks(settings, options, verb);
        return await checks.All.Single(c => c.Name == check).RunAsync();
    }
}
