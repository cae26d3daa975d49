using System.CommandLine;
using Stray.Contracts;
using Stray.Transport.Cluster;
using Stray.Transport.Provisioning;

namespace Stray.Verbs;

/// <summary><c>stray topics plan|apply|describe|acls</c>: the topics on the cluster, as they should be and as they are.</summary>
internal sealed class TopicsVerb(TextWriter output, TextWriter error)
{
    private static readonly string[] GroupStages = ["score", "alert", "social"];

    private readonly CommonOptions _common = new();
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object on standard output." };

    public static Command Create(TextWriter output, TextWriter error) => new("topics", "Create and check the Kafka topics this product uses.")
    {
        new TopicsVerb(output, error).CreatePlan(),
        new TopicsVerb(output, error).CreateApply(),
        new TopicsVerb(output, error).CreateDescribe(),
        AclsVerb.Create(output, error),
    };

    private Command CreatePlan() => Build(new("plan", "Say what 'apply' would change, and change nothing."), async (topics, plan, _) =>
    {
        WritePlan(topics, plan, applied: false, []);
        return await Task.FromResult(plan.Refusals.Count == 0 ? ExitCode.Ok : ExitCode.Config).ConfigureAwait(false);
    });

    private Command CreateApply() => Build(new("apply", "Say what changes, then create or change the topics. Refuses to shrink."), async (topics, plan, cluster) =>
    {
        if (plan.Refusals.Count > 0)
        {
            WritePlan(topics, plan, applied: false, []);
            return ExitCode.Config;
        }

        if (!topics.Json)
        {
            WritePlan(topics, plan, applied: false, []);
        }

        var failure = await topics.Admin.ApplyAsync(plan, change => Say(topics, $"done: {change.Title}")).ConfigureAwait(false);
        if (failure is not null)
        {
            return (ExitCode)CommonOptions.Refuse(error, failure.Code, failure.Reason);
        }

        var notes = await SetSessionTimeoutsAsync(topics.Admin, cluster).ConfigureAwait(false);
        if (topics.Json)
        {
            WritePlan(topics, plan, applied: true, notes);
        }

        notes.ForEach(n => Say(topics, $"note: {n}"));
        return ExitCode.Ok;
    });

    private Command CreateDescribe() => Build(new("describe", "Print the topics as the cluster has them."), async (topics, plan, _) =>
    {
        await Task.CompletedTask.ConfigureAwait(false);
        TopicsText.Describe(output, topics.Wanted, topics.Existing, topics.Json);
        var whole = plan.Changes.Count == 0 && plan.Refusals.Count == 0;
        return whole ? ExitCode.Ok : (ExitCode)CommonOptions.Refuse(error, ExitCode.Config, "the topics are not as they should be: 'stray topics plan' says what differs");
    });

    private Command Build(Command command, Func<TopicsRun, TopicPlan, ClusterOptions, Task<ExitCode>> act)
    {
        _common.AddClusterTo(command);
        command.Add(_json);
        command.SetAction(async (parsed, _) =>
        {
            if (_common.Cluster(parsed, error) is not ({ } cluster, { } settings))
            {
                return (int)ExitCode.Config;
            }

            using var admin = new TopicAdmin(cluster);
            var (run, failure) = await TopicsRun.ReadAsync(admin, cluster, settings.Kafka, parsed.GetValue(_json)).ConfigureAwait(false);
            return run is null
                ? CommonOptions.Refuse(error, failure!.Code, failure.Reason)
                : (int)await act(run, TopicPlan.Make(run.Wanted, run.Existing), cluster).ConfigureAwait(false);
        });
        return command;
    }

    private void WritePlan(TopicsRun topics, TopicPlan plan, bool applied, IReadOnlyList<string> notes) =>
        TopicsText.Plan(output, plan with { Notes = [.. plan.Notes, .. notes] }, applied, topics.Json);

    private void Say(TopicsRun topics, string line)
    {
        if (!topics.Json)
        {
            output.WriteLine(line);
        }
    }

    // Not a failure: the cluster works without, only slower to fail over.
    private static async Task<List<string>> SetSessionTimeoutsAsync(TopicAdmin admin, ClusterOptions cluster)
    {
        var notes = new List<string>();
        foreach (var group in cluster.GroupProtocol == Confluent.Kafka.GroupProtocol.Consumer ? GroupStages.Select(cluster.Group) : [])
        {
            if (await admin.SetSessionTimeoutAsync(group, cluster.SessionTimeout).ConfigureAwait(false) is { } refused)
            {
                notes.Add($"{refused.Reason}. A dead worker's partitions stand still for the brokers' group.consumer.session.timeout.ms "
                    + "(45 s by default); lower group.consumer.min.session.timeout.ms on the brokers to allow less");
            }
        }

        return notes;
    }
}
