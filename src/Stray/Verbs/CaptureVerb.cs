using System.CommandLine;
using System.Diagnostics;
using Stray.Contracts;
using Stray.Embedded;
using Stray.Settings;
using Stray.Streaming;
using Stray.Transport.Cluster;
using Stray.Transport.Producers;

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

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
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
            return await Task.Factory.StartNew(() => Run(parsed, plan, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    private int Run(ParseResult parsed, WorkerPlan plan, CancellationToken stop)
    {
        var sources = new CaptureSources(parsed.GetValue(_files) ?? [], _live.Of(parsed, plan.Settings.Capture));
        var topic = plan.Cluster.Topic(Topics.Flows);
        var quiet = parsed.GetValue(_common.Quiet);
        using var source = new ActivitySource("Stray");
        using var publisher = new FlowPublisher(
            new ClientConfigs(plan.Cluster).Producer(), topic, plan.Ids.IdOf(Topics.Flows), Options(plan.Cluster, sources), source, TimeProvider.System, stop);
        var (summary, failure) = RunProgress.Watch(quiet || sources.Live is not null, progress =>
            new CaptureRun(Scope(parsed, plan.Settings), sources, publisher, TimeProvider.System) { Progress = progress, OnOpened = Opened(quiet) }.Run(stop));
        if (parsed.GetValue(_json))
        {
            CaptureText.WriteJson(output, summary, topic);
        }
        else if (!quiet)
        {
            CaptureText.Write(output, summary, topic);
        }

        return failure is null ? (int)ExitCode.Ok : CommonOptions.Refuse(error, failure.Code, failure.Reason);
    }

    private CaptureScope Scope(ParseResult parsed, StraySettings settings) => new(parsed.GetValue(_live.Filter), parsed.GetValue(_live.Sensor), settings);

    private Action<string> Opened(bool quiet) => quiet ? static _ => { } : name => error.WriteLine($"stray capture: capturing on {name}");

    private static PublisherOptions Options(ClusterOptions cluster, CaptureSources sources) => new()
    {
        Patience = sources.Live is null ? null : PublisherOptions.LivePatience,
        Drain = cluster.DrainTimeout,
    };
}
