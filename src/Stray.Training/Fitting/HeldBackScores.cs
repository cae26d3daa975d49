namespace Stray.Training.Fitting;

/// <summary>
/// What each baseline row scores under a model that has not seen its stretch of time (cross-conformal, Vovk 2015). Whole
/// stretches, because neighbours in time are near copies: with the last quarter alone 35–65 % of the measured sets kept
/// the promised rate, with five stretches 65–90 %.
/// </summary>
public static class HeldBackScores
{
    /// <returns>The fit on all rows, and [output][row] of what each row scored when it was held back.</returns>
    public static (SegmentFit Fit, double[][] Scores) Of(FeatureMatrix rows, TrainingOptions options)
    {
        var folds = Math.Min(options.Folds, rows.Rows);
        var scores = new double[rows.Rows][];
        SegmentFit? whole = null;

        // The fit on everything is one more turn, so that no core waits for it alone.
        Parallel.For(0, folds + 1, fold =>
        {
            if (fold == folds) whole = SegmentFit.Of(rows, options);
            else ScoreStretch(rows, (fold * rows.Rows / folds, (fold + 1) * rows.Rows / folds), options, scores);
        });

        return (whole!, [.. Enumerable.Range(0, whole!.Outputs).Select(o => scores.Select(s => s[o]).ToArray())]);
    }

    private static void ScoreStretch(FeatureMatrix rows, (int From, int To) stretch, TrainingOptions options, double[][] scores)
    {
        int[] others = [.. Enumerable.Range(0, stretch.From), .. Enumerable.Range(stretch.To, rows.Rows - stretch.To)];
        var fit = SegmentFit.Of(rows.Select(others), options);
        for (var i = stretch.From; i < stretch.To; i++)
        {
            scores[i] = new double[fit.Outputs];
            fit.Score(rows.Row(i), scores[i]);
        }
    }
}
