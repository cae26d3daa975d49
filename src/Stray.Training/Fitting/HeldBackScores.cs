namespace Stray.Training.Fitting;

/// <summary>
/// What each baseline row scores under a model that has not seen its stretch of time (cross-conformal, Vovk 2015). Whole
/// stretches, because neighbours in time are near copies: with the last quarter alone 35–65 % of the measured sets kept
/// the promised rate, with five stretches 65–90 %.
/// </summary>
public static class HeldBackScores
{
    /// <returns>[output][row]; rows that could not be scored are missing, the same ones for every output.</returns>
    public static double[][] Of(FeatureMatrix rows, TrainingOptions options)
    {
        var folds = Math.Min(options.Folds, rows.Rows);
        var scores = new double[rows.Rows][];
        var outputs = 0;
        Parallel.For(0, folds, fold =>
        {
            var (from, to) = (fold * rows.Rows / folds, (fold + 1) * rows.Rows / folds);
            var others = Enumerable.Range(0, rows.Rows).Where(i => i < from || i >= to).ToArray();
            var fit = SegmentFit.Of(rows.Select(others), options);
            outputs = fit.Outputs;
            for (var i = from; i < to; i++)
            {
                scores[i] = new double[fit.Outputs];
                fit.Score(rows.Row(i), scores[i]);
            }
        });

        return [.. Enumerable.Range(0, outputs).Select(o => scores.Select(s => s[o]).ToArray())];
    }
}
