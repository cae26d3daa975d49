using System.Text.Json.Nodes;
using Stray.Contracts;
using Stray.KafkaTests.Clusters;
using Stray.Verbs;

namespace Stray.KafkaTests.Provisioning;

public sealed class TopicsVerbTests(OneBroker shared, ThreeBrokers three) : IDisposable
{
    private readonly string _settings = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    [Fact]
    public async Task Apply_creates_what_plan_says_and_a_second_plan_has_nothing_to_do()
    {
        var cluster = await shared.GetAsync();
        Write(cluster.NewOptions().Prefix, 4);
        var plan = await RunAsync(cluster.Bootstrap, "plan");
        Assert.Contains($"create {Prefixed(Topics.Flows)}: 4 partitions, 1 replicas", plan.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (plan.Code, (await RunAsync(cluster.Bootstrap, "apply")).Code));
        Assert.Equal((0, "nothing to change\n"), ((await RunAsync(cluster.Bootstrap, "plan")) is var (code, text, _) ? (code, text) : default));
        var described = await RunAsync(cluster.Bootstrap, "describe", "--json");
        Assert.Equal(0, described.Code);
        Assert.All(JsonNode.Parse(described.Output)!["topics"]!.AsArray(), t => Assert.True((bool)t!["exists"]!));
    }

    [Fact]
    public async Task Shrinking_is_refused_and_changes_nothing()
    {
        var cluster = await shared.GetAsync();
        Write(cluster.NewOptions().Prefix, 4);
        Assert.Equal(0, (await RunAsync(cluster.Bootstrap, "apply")).Code);
        Write(_prefix, 2);
        var (code, output, _) = await RunAsync(cluster.Bootstrap, "apply");
        Assert.Equal((int)ExitCode.Config, code);
        Assert.Contains($"refused: {Prefixed(Topics.Flows)} has 4 partitions and 2 are wanted", output, StringComparison.Ordinal);
        Write(_prefix, 4);
        Assert.Equal(0, (await RunAsync(cluster.Bootstrap, "describe")).Code);
    }

    [Fact]
    public async Task A_setting_that_was_changed_by_hand_is_put_back()
    {
        var cluster = await shared.GetAsync();
        Write(cluster.NewOptions().Prefix, 1);
        await RunAsync(cluster.Bootstrap, "apply");
        await cluster.RunAsync("configs", "--alter", "--entity-type", "topics", "--entity-name", Prefixed(Topics.Flows), "--add-config", "retention.ms=1000");
        Assert.Equal((int)ExitCode.Config, (await RunAsync(cluster.Bootstrap, "describe")).Code);
        Assert.Contains("retention.ms 1000 to 604800000", (await RunAsync(cluster.Bootstrap, "apply")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(cluster.Bootstrap, "describe")).Code);
    }

    [Fact]
    public async Task Apply_sets_the_groups_session_timeout_where_the_broker_allows_it()
    {
        var cluster = await shared.GetAsync();
        Write(cluster.NewOptions().Prefix, 1, sessionSeconds: 5);
        var (_, output, _) = await RunAsync(cluster.Bootstrap, "apply");
        Assert.DoesNotContain("note:", output, StringComparison.Ordinal);
        var groups = await cluster.RunAsync("configs", "--describe", "--entity-type", "groups", "--entity-name", $"{_prefix}stray.score");
        Assert.Contains("consumer.session.timeout.ms=5000", groups, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_timeout_below_the_brokers_least_is_told_and_fails_nothing()
    {
        var cluster = await shared.GetAsync(); // its least is 3 s
        Write(cluster.NewOptions().Prefix, 1, sessionSeconds: 200);
        var (code, output, _) = await RunAsync(cluster.Bootstrap, "apply");
        Assert.Equal(0, code);
        Assert.Contains("note: cannot set the session timeout", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_brokers_give_three_replicas_two_of_them_in_sync()
    {
        var cluster = await three.GetAsync();
        Write(cluster.NewOptions().Prefix, 3);
        Assert.Equal(0, (await RunAsync(cluster.Bootstrap, "apply")).Code);
        var (_, output, _) = await RunAsync(cluster.Bootstrap, "describe");
        Assert.Contains("3 partitions, 3 replicas, cleanup.policy=delete, min.insync.replicas=2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_said_so()
    {
        Write("", 1);
        var (code, _, error) = await RunAsync("127.0.0.1:9", "plan");
        Assert.Equal((int)ExitCode.Unavailable, code);
        Assert.Contains("Connection refused", error, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_settings);

    private string _prefix = "";

    private string Prefixed(string topic) => _prefix + topic;

    private void Write(string prefix, int partitions, int sessionSeconds = 10)
    {
        _prefix = prefix;
        File.WriteAllText(_settings,
            $$"""{ "kafka": { "prefix": "{{prefix}}", "partitions": {{partitions}}, "sessionTimeoutSeconds": {{sessionSeconds}}, "drainTimeoutSeconds": 2 } }""");
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string bootstrap, params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new();
        var code = await CommandLine.RunAsync(["topics", .. arguments, "--bootstrap", bootstrap, "--config", _settings], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
