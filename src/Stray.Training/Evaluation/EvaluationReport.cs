namespace Stray.Training.Evaluation;

/// <summary>Judged rows → the figures of <c>stray evaluate</c>, in all and per group.</summary>
internal sealed class EvaluationReport(EvaluationOptions options, int trainRows, int calibrationRows, EvaluationSeconds seconds)
{
    public EvaluationResult Of(List<Judged> judged, IReadOnlyList<string> outputs)
    {
        var all = Measure(judged, new EvaluationResult());
        return all with
        {
            Auc = MeanOverEntities(judged, RankMetrics.Auc),
            AveragePrecision = MeanOverEntities(judged, RankMetrics.AveragePrecision),
            Groups = [.. Groups(judged)],
            Candidates = judged.Any(j => j.Each is not null) ? [.. Candidates(judged, outputs)] : null,
            Unscorable = judged.Count(j => j.Score == double.MaxValue),
        };
    }

    private IEnumerable<GroupMetrics> Groups(List<Judged> judged)
    {
        var benign = judged.Where(j => !j.Attack).ToArray();
        foreach (var group in judged.GroupBy(j => j.Row.Group).Where(g => g.Key.Length > 0).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var attacks = group.Where(j => j.Attack).ToArray();
            List<Judged> rows = attacks.Length == 0 ? [.. group] : [.. attacks, .. benign];
            var metrics = Measure(rows, new GroupMetrics { Group = group.Key });
            yield return metrics with
            {
                Auc = MeanOverEntities(rows, RankMetrics.Auc),
                AveragePrecision = MeanOverEntities(rows, RankMetrics.AveragePrecision),
            };
        }
    }

    private IEnumerable<GroupMetrics> Candidates(List<Judged> judged, IReadOnlyList<string> outputs)
    {
        for (var o = 0; o < outputs.Count; o++)
        {
            var alone = judged.ConvertAll(j => j with { Score = j.Each?[o] ?? j.Score, Alert = false });
            yield return new GroupMetrics
            {
                Group = outputs[o],
                Auc = MeanOverEntities(alone, RankMetrics.Auc),
                AveragePrecision = MeanOverEntities(alone, RankMetrics.AveragePrecision),
                PromisedFpr = options.Target,
                Recall = Share(alone.Where(j => j.Attack), j => j.Score >= -Math.Log(options.Target)),
                RealisedFpr = Share(alone.Where(j => !j.Attack), j => j.Score >= -Math.Log(options.Target)),
                Seconds = seconds,
            };
        }
    }

    private T Measure<T>(List<Judged> rows, T metrics)
        where T : EvaluationMetrics => metrics with
        {
            Recall = Share(rows.Where(r => r.Attack), r => r.Alert),
            RealisedFpr = Share(rows.Where(r => !r.Attack), r => r.Alert),
            PromisedFpr = options.Target,
            Rows = new(trainRows, calibrationRows, rows.Count, rows.Count(r => r.Attack)),
            Seconds = seconds,
        };

    /// <summary>An entity is judged against its own baseline, so ranks are only comparable within it.</summary>
    private double? MeanOverEntities(List<Judged> rows, Func<IReadOnlyList<(double, bool)>, double?> metric)
    {
        if (!options.ByEntity) return metric([.. rows.Select(r => (r.Score, r.Attack))]);
        var perEntity = rows.GroupBy(r => r.Row.Entity).Select(g => metric([.. g.Select(r => (r.Score, r.Attack))])).ToArray();
        return perEntity.Average();
    }

    private static double? Share(IEnumerable<Judged> rows, Predicate<Judged> counts)
    {
        long all = 0, hits = 0;
        foreach (var row in rows)
        {
            all++;
            if (counts(row)) hits++;
        }

        return all == 0 ? null : (double)hits / all;
    }
}
