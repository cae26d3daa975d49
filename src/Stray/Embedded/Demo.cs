using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Exercises;
using Stray.Exercises.Answers;
using Stray.Runs;
using Stray.Settings;

namespace Stray.Embedded;

/// <summary>The exercise as a run: captures are made, the baseline is learned from one, the other is judged, the answer key says how well.</summary>
internal sealed class Demo(string folder, ulong seed, StraySettings settings, TimeProvider time)
{
    private readonly Scenario _scenario = new(new ScenarioOptions { Seed = seed });

    public DemoResult Run(IStageProgress progress, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        progress.Stage("playing the office's day");
        var (baseline, exercise) = (At("baseline.pcap"), At("exercise.pcap"));
        var key = MakeCaptures(baseline, exercise);
        var own = new StraySettings
        {
            Capture = settings.Capture,
            Alerts = settings.Alerts,
            Models = new ModelSettings { Path = At("models"), Name = "office" },
        };
        new Pipeline(new([baseline], null, null, null, true, At("baseline"), own), time) { Progress = progress }.Run(stop);
        var (run, _) = new Pipeline(new([exercise], null, null, "office", false, folder, own), time) { Progress = progress }.Run(stop);
        return new(run, key, key.Judge([.. run.Alerts.Select(Observed)]));
    }

    private AnswerKey MakeCaptures(string baseline, string exercise)
    {
        var writingBaseline = Task.Run(() =>
        {
            using var file = File.Create(baseline);
            _scenario.WriteBaseline(file);
        });
        using var file = File.Create(exercise);
        var key = _scenario.WriteExercise(file);
        writingBaseline.GetAwaiter().GetResult();
        return key;
    }

    private static ObservedAlert Observed(Alert alert) => new(
        alert.Entity,
        [.. alert.Findings.Select(f => f.Flow).Concat(alert.Flows.Select(f => f.Flow))
            .SelectMany(f => new[] { f.Source, f.Destination }).Where(a => a != alert.Entity).Distinct()],
        alert.FirstSeen,
        alert.LastSeen,
        [.. alert.Findings.Where(f => FindingCatalogue.Of(f.Name).Tier != FindingTier.Q).Select(f => FindingCatalogue.Of(f.Name).Id)])
    {
        Reasons = [.. alert.Flows.SelectMany(f => f.Score.Reasons).Select(r => r.Feature).Distinct()],
    };

    private string At(string name) => Path.Combine(folder, name);
}

/// <summary>The judged run.</summary>
internal sealed record DemoResult(RunSummary Run, AnswerKey Key, Verdict Verdict);
