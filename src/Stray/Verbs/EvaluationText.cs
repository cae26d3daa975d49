using Stray.Training.Evaluation;

namespace Stray.Verbs;

/// <summary>The figures of <c>stray evaluate</c> for people.</summary>
internal static class EvaluationText
{
    public static void Write(EvaluationResult result, TextWriter output)
    {
        var rows = result.Rows;
        output.WriteLine($"train {rows.Train}, calibrate {rows.Calibrate}, test {rows.Test} of which attacks {rows.Attacks}");
        output.WriteLine($"fit {result.Seconds.Fit:F1} s, score {result.Seconds.Score:F1} s");
        output.WriteLine();
        output.WriteLine($"{"",-36} {"AUC",6} {"AP",6} {"recall",7} {"false alarms",13} {"promised",9} {"attacks",8}");
        WriteLine("all", result, output);
        foreach (var group in result.Groups) WriteLine(group.Group, group, output);
        if (result.Candidates is not { } candidates) return;
        output.WriteLine();
        foreach (var candidate in candidates) WriteLine(candidate.Group, candidate, output);
    }

    private static void WriteLine(string name, EvaluationMetrics m, TextWriter output) => output.WriteLine(
        $"{name,-36} {m.Auc,6:F4} {m.AveragePrecision,6:F4} {m.Recall,7:F3} {m.RealisedFpr,13:P2} {m.PromisedFpr,9:P2} {m.Rows.Attacks,8}");
}
