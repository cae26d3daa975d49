using System.Net.Sockets;
using Confluent.Kafka;
using Stray.Contracts;
using Stray.Settings;
using Stray.Streaming;
using Stray.Transport.Access;
using Stray.Transport.Cluster;
using Stray.Transport.Inspection;
using Stray.Transport.Provisioning;
using Stray.Verbs;

namespace Stray.Checks;

/// <summary>What the other side must have. Looks only, and changes nothing.</summary>
/// <param name="verb">Whose rights to look for; null for none in particular.</param>
public sealed class ClusterChecks(StraySettings settings, ClusterOptions cluster, string? verb) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ClusterInspection _inspection = new(cluster);

    public IReadOnlyList<Check> All =>
    [
        .. settings.SchemaRegistry.Url.Length == 0 ? Array.Empty<Check>() : [new Check("registry", RegistryAsync)],
        .. settings.Telemetry.OtlpEndpoint.Length == 0 ? Array.Empty<Check>() : [new Check("collector", CollectorAsync)],
        new("brokers", BrokersAsync) { IsNeeded = true },
        new("topics", TopicsAsync),
        new("failover", FailoverAsync),
        .. verb is null ? Array.Empty<Check>() : [new Check("rights", RightsAsync)],
    ];

    public void Dispose() => _inspection.Dispose();

    private async Task<CheckResult> BrokersAsync()
    {
        var (facts, failure) = await _inspection.ReadBrokersAsync().ConfigureAwait(false);
        return facts switch
        {
            null => Failed(failure!),
            { BeforeFour: true } => CheckResult.Failed($"{facts.Brokers} brokers, one of them older than 4.0", "upgrade: transactions before KIP-890 can be torn"),
            { BeforeFour: null } => CheckResult.Warning(
                $"{facts.Brokers} brokers; their version could not be read", "run this as a user with DescribeConfigs on the cluster, or see that they are 4.0 or newer"),
            _ => CheckResult.Ok($"{facts.Brokers} brokers at {cluster.Bootstrap}, 4.0 or newer"),
        };
    }

    private async Task<CheckResult> TopicsAsync()
    {
        using var admin = new TopicAdmin(cluster);
        var (run, failure) = await TopicsRun.ReadAsync(admin, cluster, settings.Kafka, json: false).ConfigureAwait(false);
        if (run is null)
        {
            return Failed(failure!);
        }

        var plan = TopicPlan.Make(run.Wanted, run.Existing);
        var missing = run.Wanted.Count(w => !run.Existing.ContainsKey(w.Name));
        return (missing, plan.Refusals.Count, plan.Changes.Count) switch
        {
            ( > 0, _, _) => CheckResult.Failed($"{missing} of {run.Wanted.Count} topics are missing", "stray topics apply"),
            (_, > 0, _) => CheckResult.Failed(plan.Refusals[0], "stray topics plan"),
            (_, _, > 0) => CheckResult.Warning($"{plan.Changes.Count} differences, the first: {plan.Changes[0]}", "stray topics plan, then stray topics apply"),
            _ => CheckResult.Ok($"{run.Wanted.Count} topics are as they should be"),
        };
    }

    // With the classic protocol the timeout is the client's own, and within its limits already.
    private async Task<CheckResult> FailoverAsync()
    {
        if (cluster.GroupProtocol == GroupProtocol.Classic)
        {
            return CheckResult.Ok($"a dead worker is noticed after {cluster.SessionTimeout.TotalSeconds:0} s");
        }

        var slowest = TimeSpan.Zero;
        foreach (var stage in new[] { StageWorkers.Score, StageWorkers.Alert })
        {
            if (await _inspection.ReadSessionTimeoutAsync(cluster.Group(stage)).ConfigureAwait(false) is not { } timeout)
            {
                return CheckResult.Warning("how soon a dead worker is noticed could not be read", "run this as a user with DescribeConfigs on the groups");
            }

            slowest = timeout > slowest ? timeout : slowest;
        }

        return slowest <= cluster.SessionTimeout
            ? CheckResult.Ok($"a dead worker is noticed after {slowest.TotalSeconds:0} s")
            : CheckResult.Warning(
                $"a dead worker's partitions stand still for {slowest.TotalSeconds:0} s, not {cluster.SessionTimeout.TotalSeconds:0}",
                $"on the brokers set group.consumer.min.session.timeout.ms to {cluster.SessionTimeout.TotalMilliseconds:0} or less, then stray topics apply");
    }

    private async Task<CheckResult> RightsAsync()
    {
        var (missing, failure) = await _inspection.MissingRightsAsync(AccessCatalogue.For(verb!, cluster)).ConfigureAwait(false);
        return failure is not null ? Failed(failure)
            : missing.Count == 0 ? CheckResult.Ok($"this user may do what {verb} does with its topics and group")
            : CheckResult.Failed($"this user lacks {string.Join(", ", missing)}", $"stray topics acls {verb}");
    }

    private async Task<CheckResult> RegistryAsync()
    {
        var url = settings.SchemaRegistry.Url.TrimEnd('/') + "/subjects";
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            using var answer = await client.GetAsync(new Uri(url)).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? CheckResult.Ok($"{settings.SchemaRegistry.Url} answers")
                : CheckResult.Failed($"{url} answers {(int)answer.StatusCode}", "SchemaRegistry:Url must be the root of the Confluent API, such as http://registry:8081", ExitCode.Unavailable);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return CheckResult.Failed($"{url} does not answer: {e.Message}", "start it, or empty SchemaRegistry:Url to use the fixed ids", ExitCode.Unavailable);
        }
    }

    private async Task<CheckResult> CollectorAsync()
    {
        var address = new Uri(settings.Telemetry.OtlpEndpoint);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using var socket = new TcpClient();
            await socket.ConnectAsync(address.Host, address.Port, patience.Token).ConfigureAwait(false);
            return CheckResult.Ok($"{address} accepts connections");
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return CheckResult.Warning($"{address} does not answer: {e.Message}", "start the collector; the verbs work without it, unwatched");
        }
    }

    private static CheckResult Failed(ClusterFailure failure) =>
        CheckResult.Failed(failure.Reason, "see that Kafka:Bootstrap is right and the brokers run", failure.Code);
}
