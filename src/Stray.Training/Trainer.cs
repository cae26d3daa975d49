using Stray.Detection.Scoring;
using Stray.Training.Baselines;
using Stray.Training.Fitting;

namespace Stray.Training;

/// <summary>Baseline → model: the root segment, then every transport and service with rows enough of its own.</summary>
public sealed class Trainer(TrainingOptions options)
{
    /// <param name="name">Model name and version that every score will carry.</param>
    /// <param name="progress">Told the share done, 0..1; null when nobody watches.</param>
    public TrainingResult Train(string name, Baseline baseline, IProgress<double>? progress = null)
    {
        if (baseline.Rows < SegmentTrainer.FewestRows)
        {
            return new(null, $"the baseline has {baseline.Rows} rows, at least {SegmentTrainer.FewestRows} are needed");
        }

        var trainer = new SegmentTrainer(options);
        var models = new List<SegmentModel>();
        var index = new Dictionary<SegmentKey, int>();
        var wanted = Order(baseline);
        foreach (var key in wanted)
        {
            var parent = NearestTrained(baseline, key, index);
            var borrowed = parent < 0 ? null : models[parent].Calibration;
            index[key] = models.Count;
            models.Add(trainer.Train(key.ToString(), baseline.Segments[key].ToMatrix(), parent, borrowed));
            progress?.Report((double)models.Count / wanted.Count);
        }

        return new(new ScoringModel(name, [.. baseline.Features], [.. models], baseline.Fingerprint) { Habits = baseline.LearnHabits() }, null);
    }

    /// <summary>Parents before children, names in order: the same baseline gives the same bytes.</summary>
    private List<SegmentKey> Order(Baseline baseline) =>
    [
        SegmentKey.All,
        .. baseline.Segments
            .Where(s => !s.Key.IsRoot && s.Value.Kept >= Math.Max(SegmentTrainer.FewestRows, options.MinimumSegmentRows))
            .Select(s => s.Key)
            .OrderBy(k => baseline.ParentOf(k).IsRoot ? 0 : 1)
            .ThenBy(k => k.ToString(), StringComparer.Ordinal),
    ];

    private static int NearestTrained(Baseline baseline, SegmentKey key, Dictionary<SegmentKey, int> index)
    {
        if (key.IsRoot) return -1;
        return index.TryGetValue(baseline.ParentOf(key), out var parent) ? parent : 0;
    }
}
