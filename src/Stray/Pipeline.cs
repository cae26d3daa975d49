using Stray.Capture.Frames;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;
using Stray.Detection.Alerting;
using Stray.Embedded;
using Stray.Runs;
using Stray.Settings;
using Stray.Training.Registry;

namespace Stray;

/// <summary>
/// The whole data path in one process, no broker: the numbers are those of docs/ARCHITECTURE.md. Each stage reads the file the
/// one before it wrote, so memory does not grow with the input.
/// </summary>
public sealed class Pipeline(AnalysisPlan plan, TimeProvider time)
{
    /// <summary>How long an alert of a live run waits at most before it is told.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Alerts a live run keeps for its report; all are in its files.</summary>
    private const int MostLiveAlerts = 10_000;

    private readonly RunFolder _folder = new(plan.Folder);
    private readonly List<string> _warnings = [];
    private readonly List<InputSummary> _inputs = [];
    private PublishedModel? _baseline;
    private long _flows;

    /// <summary>What <c>--print</c> listens to.</summary>
    public Printing Printing { get; init; } = Printing.None;

    public IStageProgress Progress { get; init; } = Silence.Instance;

    /// <returns>What happened, and the exit code's reason: null when all input was read whole.</returns>
    public (RunSummary Summary, string? Failure) Run(CancellationToken stop)
    {
        Directory.CreateDirectory(plan.Folder);
        if (ChooseBaseline() is { } refused)
        {
            return (Summarise(null), refused);
        }

        return plan.Live is { } live ? JudgeLive(live, stop) : plan.Learn ? LearnThenJudge(stop) : JudgeWhileReading(stop);
    }

    private (RunSummary Summary, string? Failure) JudgeWhileReading(CancellationToken stop)
    {
        using var judging = Judging(); // 7 score, 8 alert
        Capture(judging.Accept, stop); // 1 frames, 2 decode, 3 flows, 4 inspect, 5 features
        return Finish(judging);
    }

    // The same, but what is told must not wait for an end that may be months away.
    private (RunSummary Summary, string? Failure) JudgeLive(LiveOptions live, CancellationToken stop)
    {
        using var judging = Judging();
        var telling = new Pulse(Pace, judging.TellChanges, time);
        void Judge(FlowRecord flow)
        {
            judging.Accept(flow);
            telling.Beat(); // a busy network is never quiet
        }

        CaptureInto(Judge, next => _inputs.Add(
            new InterfaceCapture(plan.Scope, live, next, time) { Opened = () => Progress.Stage($"watching {live.Interface}"), Quiet = telling.Beat }.Run(stop)));
        return Finish(judging);
    }

    // A model can only judge once it has seen all of its baseline, so the flows are read back.
    private (RunSummary Summary, string? Failure) LearnThenJudge(CancellationToken stop)
    {
        Capture(static _ => { }, stop); // 1 to 5
        Learn(); // T
        Progress.Stage("judging flows");
        using var judging = Judging(); // 7, 8
        judging.Run();
        return Finish(judging);
    }

    private (RunSummary Summary, string? Failure) Finish(JudgingStage judging)
    {
        judging.Finish();
        if (judging.Forgotten > 0)
        {
            _warnings.Add($"The report leaves out the {judging.Forgotten} oldest alerts; alerts.ndjson and alerts.avro hold all.");
        }

        if (judging.Unscorable > 0)
        {
            _warnings.Add($"{judging.Unscorable} flows could not be scored: their features are not finite.");
        }

        if (judging.TooLarge > 0)
        {
            _warnings.Add($"{judging.TooLarge} observations or alerts were left out of their Avro files: their records are larger than a topic takes.");
        }

        var summary = Summarise(judging);
        RunFiles.Write(_folder, summary);
        return (summary, _inputs.Find(i => i.Failure is not null)?.Failure);
    }

    private string? ChooseBaseline()
    {
        if (plan.Baseline is null)
        {
            return null;
        }

        (_baseline, var failure) = BaselineChoice.Load(plan.Baseline, plan.Settings.Models.Path, time);
        return failure;
    }

    private void Capture(Action<FlowRecord> judge, CancellationToken stop) => CaptureInto(judge, next =>
    {
        foreach (var input in plan.Inputs)
        {
            Progress.Stage($"reading {Path.GetFileName(input)}");
            _inputs.Add(new InputCapture(plan.Scope, next, Progress).Run(input, stop));
        }
    });

    private void CaptureInto(Action<FlowRecord> judge, Action<Action<FlowRecord>> capture)
    {
        using var flows = new RecordFileWriter<FlowCodec, FlowRecord>(File.Create(_folder.Flows), deflate: false); // compressing cost a tenth of the run
        void Next(FlowRecord flow)
        {
            flows.Write(flow);
            judge(flow);
        }

        capture(Next);
        _flows = flows.Records;
        if (flows.TooLarge > 0)
        {
            _warnings.Add($"{flows.TooLarge} flows were left out: their records are larger than a topic takes.");
        }
    }

    private void Learn()
    {
        if (!plan.Learn)
        {
            return;
        }

        Progress.Stage("learning the baseline");
        var registry = new ModelRegistry(plan.Settings.Models.Path, time);
        var (model, failure) = new LearningStage(_folder, registry).Learn(plan.Settings.Models.Name, Span(), Progress);
        if (failure is not null)
        {
            _warnings.Add($"No baseline was learned: {failure}.");
        }

        _baseline ??= model;
    }

    private TimeSpan Span()
    {
        var read = _inputs.Where(i => i.Flows > 0).ToList();
        return read.Count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks((read.Max(i => i.LastTime) - read.Min(i => i.FirstTime)) / 100);
    }

    private JudgingStage Judging() => new(_folder, _baseline?.Model, AlertChoice.Of(plan.Settings.Alerts, _baseline), time)
    {
        OnFlow = Printing.Flow,
        OnFinding = Printing.Finding,
        OnAlert = Printing.Alert,
        MostAlerts = plan.Live is null ? int.MaxValue : MostLiveAlerts,
    };

    private RunSummary Summarise(JudgingStage? judged)
    {
        var scored = _baseline is not null && judged is not null;
        return new(
            plan.Folder,
            time.GetUtcNow(),
            _inputs,
            judged?.Alerts ?? [],
            judged?.Totals ?? [],
            _flows,
            _baseline?.Model.Name ?? "",
            scored && AlertBudget.TryParse(plan.Settings.Alerts.Budget, out var budget) ? budget.ToString() : "",
            scored ? AlertChoice.PromisedRate(plan.Settings.Alerts, _baseline) : double.NaN,
            scored ? judged!.RealisedRate : double.NaN,
            _warnings);
    }
}
