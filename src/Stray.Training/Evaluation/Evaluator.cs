using System.Diagnostics;
using Stray.Detection.Scoring;
using Stray.Training.Baselines;

namespace Stray.Training.Evaluation;

/// <summary>Trains on the benign rows of the baseline period, takes thresholds from calibration rows alone, judges the rest.</summary>
public sealed class Evaluator(EvaluationOptions options)
{
    /// <returns>The figures, or the reason why the table gives none.</returns>
    public (EvaluationResult? Result, string? Failure) Run(EvaluationTable table)
    {
        var rows = options.Poison > 0 ? Poison.Apply(table.Rows, options.Poison, options.Training.Seed) : table.Rows;
        var clock = Stopwatch.StartNew();
        var trained = new Trainer(options.Training).Train("evaluation", Learn(table.Features, rows));
        if (trained.Model is not { } model) return (null, trained.Failure);
        var fit = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var judged = Judge(model, [.. rows.Where(r => !r.Train && r.Label is not null)]);
        var seconds = new EvaluationSeconds(Math.Round(fit, 3), Math.Round(clock.Elapsed.TotalSeconds, 3));
        var trainRows = rows.Count(r => r.Train && r.Label == 0);
        var calibrated = model.Segments.Count == 1 || !options.ByEntity
            ? model.Segments[0].Calibration.Count
            : model.Segments.Skip(1).Sum(s => s.Calibration.Count);
        var report = new EvaluationReport(options, trainRows, Math.Min(calibrated, trainRows), seconds);
        return (report.Of(judged, model.Segments[0].Ensemble.Outputs), null);
    }

    private Baseline Learn(IReadOnlyList<string> features, IReadOnlyList<EvaluationRow> rows)
    {
        var baseline = new Baseline(features, options.Training);
        foreach (var row in rows.Where(r => r.Train && r.Label == 0).OrderBy(r => r.Time))
        {
            var (own, parent) = SegmentOf(row);
            baseline.Add(row.Features, own, parent);
        }

        return baseline;
    }

    private (SegmentKey Own, SegmentKey Parent) SegmentOf(EvaluationRow row) =>
        options.ByEntity ? (SegmentKey.Named(row.Entity), SegmentKey.All) : (row.Segment, row.Parent);

    private List<Judged> Judge(ScoringModel model, EvaluationRow[] rows)
    {
        var rule = new AlertRule(model, new(options.Target));
        var each = options.Training.Weights.Values.Any(w => w == 0);
        var judged = new List<Judged>(rows.Length);
        foreach (var row in rows)
        {
            var (own, parent) = SegmentOf(row);
            var segment = model.FindSegment(own) is > 0 and var found ? found : model.FindSegment(parent);
            var verdict = model.Score(row.Features, segment);
            judged.Add(verdict.IsScored
                ? new(row, verdict.Value, rule.Exceeds(verdict), each ? Each(model.Segments[segment], row.Features) : null)
                : new(row, double.MaxValue, true, null));
        }

        return judged;
    }

    /// <summary>The tail-scaled score of every output, for the comparison of candidates.</summary>
    private static double[] Each(SegmentModel segment, float[] features)
    {
        var values = new float[features.Length];
        var ranks = new float[features.Length];
        segment.Preparation.Prepare(features, values, ranks);
        var raw = new double[segment.Ensemble.Outputs.Count];
        Ensemble.ScoreEach(segment.Ensemble.Detectors, new PreparedRow(features, values, ranks), raw);
        return segment.Ensemble.Scaled(raw);
    }
}
