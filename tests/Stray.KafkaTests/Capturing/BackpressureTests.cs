using System.Diagnostics;
using Stray.Contracts;
using Stray.Embedded;
using Stray.KafkaTests.Clusters;
using Stray.Settings;
using Stray.Streaming;
using Stray.Tests;
using Stray.Transport.Cluster;
using Stray.Transport.Producers;
using Stray.Transport.Wire;

namespace Stray.KafkaTests.Capturing;

/// <summary>A broker of this class's own: one that stands still would stop every other test, too.</summary>
public sealed class PausedBroker() : SharedCluster(1, []);

public sealed class BackpressureTests(PausedBroker shared) : IClassFixture<PausedBroker>, IDisposable
{
    private const int Queue = 50;

    private readonly ActivitySource _source = new("Stray.KafkaTests.Backpressure");
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task A_file_waits_for_a_broker_that_stands_still_and_loses_nothing()
    {
        var cluster = await shared.GetAsync();
        var options = await ProvisionAsync(cluster);
        using var publisher = Publisher(options, new());
        var run = Task.Run(() => Run(publisher, cluster));
        await UntilAsync(() => publisher.Totals.Outstanding == Queue);
        Assert.False(run.IsCompleted);
        Assert.Equal((Queue, 0), (publisher.Totals.Accepted, publisher.Totals.LostInAll));
        await cluster.RunAsync("resume");
        var (summary, failure) = await run;
        Assert.Null(failure);
        Assert.Equal((summary.Flows, 0), (publisher.Totals.Delivered, publisher.Totals.LostInAll));
        Assert.True(summary.Flows > 10 * Queue);
        Assert.Equal(summary.Flows, TopicRecords.All(options, options.Topic(Topics.Flows), 4).Count);
    }

    [Fact]
    public async Task A_live_source_does_not_wait_and_counts_what_it_drops_by_reason()
    {
        var cluster = await shared.GetAsync();
        var options = await ProvisionAsync(cluster);
        using var publisher = Publisher(options, new() { Patience = TimeSpan.FromMilliseconds(10), Drain = TimeSpan.FromSeconds(1) });
        var (summary, failure) = await Task.Run(() => Run(publisher, cluster));
        var (full, undelivered, delivered) = (publisher.Totals.Lost(FlowLoss.QueueFull), publisher.Totals.Lost(FlowLoss.Undelivered), publisher.Totals.Delivered);
        await cluster.RunAsync("resume");
        Assert.Equal((summary.Flows - Queue, Queue, 0), (full, undelivered, delivered));
        Assert.Equal(ExitCode.Unavailable, failure!.Code);
        Assert.Contains($"deliver {Queue} records to {options.Topic(Topics.Flows)}", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_ends_a_waiting_file_within_the_drain_time()
    {
        var cluster = await shared.GetAsync();
        var options = await ProvisionAsync(cluster);
        using var publisher = Publisher(options, new() { Drain = TimeSpan.FromSeconds(1) });
        var run = Task.Run(() => Run(publisher, cluster));
        await UntilAsync(() => publisher.Totals.Outstanding == Queue);
        var stopped = TimeProvider.System.GetTimestamp();
        await _stop.CancelAsync();
        var (summary, failure) = await run;
        await cluster.RunAsync("resume");
        Assert.InRange(TimeProvider.System.GetElapsedTime(stopped), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(5));
        Assert.NotNull(failure);
        Assert.Equal(summary.Flows, publisher.Totals.LostInAll);
    }

    [Fact]
    public async Task Records_the_broker_finds_too_large_are_counted_as_such()
    {
        var cluster = await shared.GetAsync();
        var options = await ProvisionAsync(cluster);
        await cluster.RunAsync("configs", "--alter", "--entity-type", "topics", "--entity-name", options.Topic(Topics.Flows), "--add-config", "max.message.bytes=100");
        using var publisher = Publisher(options, new());
        var (summary, failure) = Run(publisher, null);
        Assert.Contains("too large", failure!.Reason, StringComparison.Ordinal);
        Assert.Equal((summary.Flows, 0), (publisher.Totals.Lost(FlowLoss.TooLarge), publisher.Totals.Delivered));
    }

    public void Dispose()
    {
        _source.Dispose();
        _stop.Dispose();
    }

    /// <param name="paused">Stands still from the moment the first file is opened; null for none.</param>
    private (CaptureSummary Summary, ClusterFailure? Failure) Run(FlowPublisher publisher, KafkaCluster? paused) =>
        new CaptureRun(
            new(null, null, new StraySettings()),
            new([SharedData.File("captures", "chrissanders__synscan.pcapng")], null),
            publisher,
            TimeProvider.System)
        {
            Progress = new Pausing(paused),
        }.Run(_stop.Token);

    private FlowPublisher Publisher(ClusterOptions options, PublisherOptions publishing)
    {
        var config = new ClientConfigs(options).Producer();
        config.QueueBufferingMaxMessages = Queue;
        return new(config, options.Topic(Topics.Flows), new FixedSchemaIds().IdOf(Topics.Flows), publishing, _source, TimeProvider.System, _stop.Token);
    }

    private static async Task<ClusterOptions> ProvisionAsync(KafkaCluster cluster)
    {
        var options = cluster.NewOptions();
        await Provisioned.ApplyAsync(options);
        return options;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Pausing(KafkaCluster? cluster) : IStageProgress
    {
        public void Stage(string name) => cluster?.RunAsync("pause").GetAwaiter().GetResult();

        public void Report(double value)
        {
        }
    }
}
