using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Stray.Transport.Cluster;

namespace Stray.Transport.Provisioning;

/// <summary>Reads and changes topics and group settings of a cluster. Everything it cannot do is a failure with its reason.</summary>
public sealed class TopicAdmin : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(100);

    private readonly ConnectionErrors _errors = new();
    private readonly IAdminClient _admin;

    public TopicAdmin(ClusterOptions options)
    {
        var config = new ClientConfigs(options).Admin();
        _admin = new AdminClientBuilder(config).SetErrorHandler((_, e) => _errors.Add(e)).SetLogHandler((_, _) => { }).Build();
    }

    /// <summary>How many brokers the cluster has now.</summary>
    public async Task<(int Brokers, ClusterFailure? Failure)> CountBrokersAsync()
    {
        var brokers = 0;
        var failure = await TryAsync("reach the cluster", async () =>
            brokers = (await _admin.DescribeClusterAsync(new() { RequestTimeout = Patience }).ConfigureAwait(false)).Nodes.Count).ConfigureAwait(false);
        return (brokers, failure);
    }

    /// <summary>Those of the named topics that exist.</summary>
    public async Task<(IReadOnlyDictionary<string, TopicState> Topics, ClusterFailure? Failure)> ReadAsync(IReadOnlyCollection<string> names)
    {
        var states = new Dictionary<string, TopicState>();
        var failure = await TryAsync("read the topics", async () =>
        {
            var found = await DescribeAsync(names).ConfigureAwait(false);
            var settings = await SettingsAsync([.. found.Select(t => t.Name)]).ConfigureAwait(false);
            foreach (var topic in found)
            {
                states[topic.Name] = new(topic.Name, topic.Partitions.Count, topic.Partitions.Min(p => p.Replicas.Count), settings[topic.Name]);
            }
        }).ConfigureAwait(false);
        return (states, failure);
    }

    /// <summary>Takes the plan's steps in order; the first that fails ends it. A plan with refusals is a bug of the caller.</summary>
    /// <param name="done">Told after each step.</param>
    public async Task<ClusterFailure?> ApplyAsync(TopicPlan plan, Action<TopicChange> done)
    {
        if (plan.Refusals.Count > 0)
        {
            throw new ArgumentException("a plan with refusals must not be applied", nameof(plan));
        }

        foreach (var change in plan.Changes)
        {
            if (await TryAsync(change.Title, () => TakeAsync(change)).ConfigureAwait(false) is { } failure)
            {
                return failure;
            }

            done(change);
        }

        return await AwaitVisibleAsync(plan).ConfigureAwait(false);
    }

    /// <summary>
    /// Sets how soon a group's dead member is noticed (KIP-848's consumer.session.timeout.ms). Brokers refuse less than their
    /// group.consumer.min.session.timeout.ms, 45 s unless set: a failover then takes that long.
    /// </summary>
    public Task<ClusterFailure?> SetSessionTimeoutAsync(string group, TimeSpan timeout) =>
        TryAsync($"set the session timeout of {group} to {timeout.TotalSeconds:0} s", () => _admin.IncrementalAlterConfigsAsync(
            new()
            {
                [new ConfigResource { Type = ResourceType.Group, Name = group }] =
                    [Set("consumer.session.timeout.ms", $"{timeout.TotalMilliseconds:0}")],
            },
            new() { RequestTimeout = Patience }));

    public void Dispose() => _admin.Dispose();

    // A created topic takes a moment to reach every broker's metadata; a worker started in that moment would find none.
    private async Task<ClusterFailure?> AwaitVisibleAsync(TopicPlan plan)
    {
        var wanted = plan.Changes.Where(c => c.Kind != TopicChangeKind.Configure).Select(c => c.Wanted).ToList();
        var start = TimeProvider.System.GetTimestamp();
        while (wanted.Count > 0)
        {
            var (topics, failure) = await ReadAsync([.. wanted.Select(w => w.Name)]).ConfigureAwait(false);
            wanted.RemoveAll(w => topics.TryGetValue(w.Name, out var state) && state.Partitions >= w.Partitions);
            if (failure is not null || (wanted.Count > 0 && TimeProvider.System.GetElapsedTime(start) > Patience))
            {
                return failure ?? new(Contracts.ExitCode.Unavailable, $"{wanted[0].Name} was created and is not visible after {Patience.TotalSeconds} s");
            }

            await Task.Delay(wanted.Count > 0 ? PollEvery : TimeSpan.Zero, TimeProvider.System).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<List<TopicDescription>> DescribeAsync(IReadOnlyCollection<string> names)
    {
        List<TopicDescription> described;
        try
        {
            var result = await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(names), new() { RequestTimeout = Patience }).ConfigureAwait(false);
            described = result.TopicDescriptions;
        }
        catch (DescribeTopicsException e) // some topics failed: absent ones are no failure here
        {
            described = e.Results.TopicDescriptions;
        }

        var wrong = described.FirstOrDefault(t => t.Error.IsError && t.Error.Code != ErrorCode.UnknownTopicOrPart);
        return wrong is null ? [.. described.Where(t => !t.Error.IsError)] : throw new KafkaException(wrong.Error);
    }

    private async Task<Dictionary<string, Dictionary<string, string>>> SettingsAsync(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var resources = names.Select(n => new ConfigResource { Type = ResourceType.Topic, Name = n });
        var results = await _admin.DescribeConfigsAsync(resources, new() { RequestTimeout = Patience }).ConfigureAwait(false);
        return results.ToDictionary(r => r.ConfigResource.Name, r => r.Entries.ToDictionary(e => e.Key, e => e.Value.Value));
    }

    private Task TakeAsync(TopicChange change) => change.Kind switch
    {
        TopicChangeKind.Create => _admin.CreateTopicsAsync(
            [
                new()
                {
                    Name = change.Wanted.Name,
                    NumPartitions = change.Wanted.Partitions,
                    ReplicationFactor = (short)change.Wanted.Replicas,
                    Configs = new(change.Settings),
                },
            ],
            new() { RequestTimeout = Patience, OperationTimeout = Patience }),
        TopicChangeKind.AddPartitions => _admin.CreatePartitionsAsync(
            [new() { Topic = change.Wanted.Name, IncreaseTo = change.Wanted.Partitions }],
            new() { RequestTimeout = Patience, OperationTimeout = Patience }),
        _ => _admin.IncrementalAlterConfigsAsync(
            new() { [new() { Type = ResourceType.Topic, Name = change.Wanted.Name }] = [.. change.Settings.Select(s => Set(s.Key, s.Value))] },
            new() { RequestTimeout = Patience }),
    };

    private static ConfigEntry Set(string name, string value) =>
        new() { Name = name, Value = value, IncrementalOperation = AlterConfigOpType.Set };

    private async Task<ClusterFailure?> TryAsync(string doing, Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return null;
        }
        catch (CreateTopicsException e)
        {
            return _errors.Explain(e.Results.Select(r => r.Error).First(r => r.IsError), doing);
        }
        catch (CreatePartitionsException e)
        {
            return _errors.Explain(e.Results.Select(r => r.Error).First(r => r.IsError), doing);
        }
        catch (DescribeConfigsException e)
        {
            return _errors.Explain(e.Results.Select(r => r.Error).First(r => r.IsError), doing);
        }
        catch (IncrementalAlterConfigsException e)
        {
            return _errors.Explain(e.Results.Select(r => r.Error).First(r => r.IsError), doing);
        }
        catch (KafkaException e)
        {
            return _errors.Explain(e.Error, doing);
        }
    }
}
