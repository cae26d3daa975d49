using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Stray.Contracts;
using Stray.Embedded;
using Stray.Settings;
using Stray.Streaming;
using Stray.Training.Registry;
using Stray.Transport.Workers;

namespace Stray.Verbs;

/// <summary>What the verbs that are workers share: options, the model, the loop until a stop.</summary>
internal sealed class WorkerVerb(string stage, IReadOnlyList<string> topics, TextWriter error)
{
    private readonly CommonOptions _common = new();
    private readonly Option<string?> _baseline = new("--baseline", "-b") { Description = "Model that judges: NAME, NAME@VERSION or a model's folder; default: the settings' Models:Name, where there is one." };

    public Command Create(string description, Func<WorkerPlan, WorkerMetrics, Worker> build)
    {
        var command = new Command(stage, description);
        _common.AddTo(command);
        command.Add(_common.Bootstrap);
        command.Add(_baseline);
        command.SetAction((parsed, stop) => RunAsync(parsed, build, stop));
        return command;
    }

    public void Say(string line) => error.WriteLine($"stray {stage}: {line}");

    private async Task<int> RunAsync(ParseResult parsed, Func<WorkerPlan, WorkerMetrics, Worker> build, CancellationToken stop)
    {
        if (_common.Cluster(parsed, error) is not ({ } cluster, { } settings))
        {
            return (int)ExitCode.Config;
        }

        var (model, refused) = Model(parsed.GetValue(_baseline), settings);
        if (refused is not null)
        {
            return CommonOptions.Refuse(error, ExitCode.Config, refused);
        }

        var (plan, failure) = await WorkerPlan.CreateAsync(settings, cluster, model, topics, TimeProvider.System).ConfigureAwait(false);
        if (plan is null)
        {
            return CommonOptions.Refuse(error, failure!.Code, failure.Reason);
        }

        using (plan)
        using (var meter = new Meter("Stray"))
        using (var source = new ActivitySource("Stray"))
        {
            Say(model is null ? "no baseline: only broken rules count" : $"baseline {model.Model.Name}");
            var worker = build(plan, new WorkerMetrics(meter, source));
            var fatal = await Task.Factory.StartNew(() => worker.Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            return fatal is null ? (int)ExitCode.Ok : CommonOptions.Refuse(error, ExitCode.Unavailable, fatal);
        }
    }

    // Without --baseline a missing model is no mistake: findings need none. A refused one always is.
    private static (PublishedModel? Model, string? Refused) Model(string? wanted, StraySettings settings)
    {
        if (wanted is null && !Directory.Exists(Path.Combine(settings.Models.Path, settings.Models.Name)))
        {
            return (null, null);
        }

        return BaselineChoice.Load(wanted ?? settings.Models.Name, settings.Models.Path, TimeProvider.System);
    }
}
