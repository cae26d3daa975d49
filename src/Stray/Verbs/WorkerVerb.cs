using System.CommandLine;
using Stray.Contracts;
using Stray.Embedded;
using Stray.Hosting;
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

    public Command Create(string description, Func<StageWorkers, Worker> build)
    {
        var command = new Command(stage, description);
        _common.AddTo(command);
        command.Add(_common.Bootstrap);
        command.Add(_baseline);
        command.SetAction((parsed, _) => RunAsync(parsed, build));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Func<StageWorkers, Worker> build)
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
        {
            return await Task.Factory.StartNew(() => Run(plan, build), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    // A thread of its own from here on: the native client wants one owner for its whole life.
    private int Run(WorkerPlan plan, Func<StageWorkers, Worker> build) => new ProcessHost(plan.Settings, error, TimeProvider.System).Run(stage, (context, stop) =>
    {
        if (plan.Model is null)
        {
            WorkerLog.NoBaseline(context.Log);
        }
        else
        {
            WorkerLog.Baseline(context.Log, plan.Model.Model.Name);
        }

        return build(new StageWorkers(plan, context, TimeProvider.System)).Run(stop);
    });

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
