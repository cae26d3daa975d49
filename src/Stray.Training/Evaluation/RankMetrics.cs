namespace Stray.Training.Evaluation;

/// <summary>Metrics of an order, free of any threshold.</summary>
public static class RankMetrics
{
    /// <summary>Probability that an attack scores above a benign row, ties counting half; null when a side is empty.</summary>
    public static double? Auc(IReadOnlyList<(double Score, bool Attack)> rows)
    {
        var ascending = rows.OrderBy(r => r.Score).ToArray();
        double rankSum = 0;
        long attacks = 0;
        for (var start = 0; start < ascending.Length;)
        {
            var end = start;
            while (end < ascending.Length && ascending[end].Score.Equals(ascending[start].Score)) end++;
            var tied = ascending[start..end].Count(r => r.Attack);
            rankSum += tied * ((start + end + 1) / 2.0);
            attacks += tied;
            start = end;
        }

        var benign = ascending.Length - attacks;
        return attacks == 0 || benign == 0 ? null : (rankSum - (attacks * (attacks + 1) / 2.0)) / ((double)attacks * benign);
    }

    /// <summary>Mean precision over the attacks, going down the list; ties are taken as one step.</summary>
    public static double? AveragePrecision(IReadOnlyList<(double Score, bool Attack)> rows)
    {
        var descending = rows.OrderByDescending(r => r.Score).ToArray();
        double sum = 0;
        long attacks = 0;
        for (var start = 0; start < descending.Length;)
        {
            var end = start;
            while (end < descending.Length && descending[end].Score.Equals(descending[start].Score)) end++;
            var tied = descending[start..end].Count(r => r.Attack);
            attacks += tied;
            sum += tied * ((double)attacks / end);
            start = end;
        }

        return attacks == 0 ? null : sum / attacks;
    }
}
