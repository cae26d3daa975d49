using System.CommandLine;
using Stray.Contracts;
using Stray.Embedded;
using Stray.Hosting;
using Stray.Settings;
using Stray.Streaming;
using Stray.Transport.Cluster;
using Stray.Transport.Producers;
using Stray.Transport.Telemetry;

namespace Stray.Verbs;

/// <summary><c>stray capture -i IFACE | -r FILE…</c>: flows to Kafka. A stop ends it well: what it holds is flushed first.</summary>
internal sealed class CaptureVerb(TextWriter output, TextWriter error)
{
    private readonly CommonOptions _common = new();
    private readonly LiveChoice _live = new();
    private readonly Option<string[]> _files = new("--read", "-r") { Description = "Captures and flow logs in any mix, also .gz; - is stdin.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _json = new("--json") { Description = "End with one JSON object." };

    public static Command Create(TextWriter output, TextWriter error) => new CaptureVerb(output, error).Create();

    private Command Create()
    {
        var command = new Command("capture", "Publish flows of an interface, of captures or of flow logs to Kafka.");
        _live.AddTo(command);
        command.Add(_files);
        command.Add(_json);
        command.Add(_common.Quiet);
        _common.AddClusterTo(command);
        command.Validators.Add(result =>
        {
            var live = result.GetResult(_live.Interface) is not null;
            if (live == result.GetResult(_files) is not null)
            {
                result.AddError("capture needs either -i IFACE or -r FILE");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken _)
    {
        if (_common.Cluster(parsed, error) is not ({ } cluster, { } settings))
        {
            return (int)ExitCode.Config;
        }

        var (plan, failure) = await WorkerPlan.CreateAsync(settings, cluster, null, [Topics.Flows], TimeProvider.System).ConfigureAwait(false);
        if (plan is null)
        {
            return CommonOptions.Refuse(error, failure!.Code, failure.Reason);
        }

        // A thread of its own, or the signals that stop it would find nobody to tell.
        using (plan)
        {
            return await Task.Factory.StartNew(() => Host(parsed, plan), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    private int Host(ParseResult parsed, WorkerPlan plan) => new ProcessHost(plan.Settings, error, TimeProvider.System).Run(
        "capture",
        (context, stop) => Run(parsed, plan, context, stop) is { } failure ? new ProcessFailure(failure.Code, failure.Reason) : null);

    private ClusterFailure? Run(ParseResult parsed, WorkerPlan plan, ProcessContext context, CancellationToken stop)
    {
        var sources = new CaptureSources(parsed.GetValue(_files) ?? [], _live.Of(parsed, plan.Settings.Capture));
        var topic = plan.Cluster.Topic(Topics.Flows);
        using var publisher = new FlowPublisher(
            new ClientConfigs(plan.Cluster).Producer(), topic, plan.Ids.IdOf(Topics.Flows), Options(plan.Cluster, sources), context.Traces, TimeProvider.System, stop);
        var sink = new SinkMetrics(context.Meter, topic, publisher.Totals);
        var (summary, failure) = RunProgress.Watch(parsed.GetValue(_common.Quiet) || sources.Live is not null, progress =>
            new CaptureRun(Scope(parsed, plan.Settings), sources, publisher, TimeProvider.System)
            {
                Metrics = new CaptureMetrics(context.Meter),
                Progress = progress,
                OnOpened = name => Opened(name, context.Health, parsed),
                OnPace = () => Pace(sink, context.Health),
            }.Run(stop));
        Tell(parsed, summary, topic);
        return failure;
    }

    private void Opened(string name, Health health, ParseResult parsed)
    {
        health.Ready();
        if (!parsed.GetValue(_common.Quiet))
        {
            error.WriteLine($"stray capture: capturing on {name}");
        }
    }

    private static void Pace(SinkMetrics sink, Health health)
    {
        sink.Take();
        health.Beat();
    }

    private void Tell(ParseResult parsed, CaptureSummary summary, string topic)
    {
        if (parsed.GetValue(_json))
        {
            CaptureText.WriteJson(output, summary, topic);
        }
        else if (!parsed.GetValue(_common.Quiet))
        {
            CaptureText.Write(output, summary, topic);
        }
    }

    private CaptureScope Scope(ParseResult parsed, StraySettings settings) => new(parsed.GetValue(_live.Filter), parsed.GetValue(_live.Sensor), settings);

    private static PublisherOptions Options(ClusterOptions cluster, CaptureSources sources) => new()
    {
        Patience = sources.Live is null ? null : PublisherOptions.LivePatience,
        Drain = cluster.DrainTimeout,
    };
}
