using System.Globalization;
using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Runs;

namespace Stray.Verbs;

/// <summary>The last lines of a run: what strayed, how sure, where to read on.</summary>
internal static class Summary
{
    private const int ShownAlerts = 20;

    public static void Write(TextWriter output, RunSummary run)
    {
        foreach (var alert in run.Alerts.OrderByDescending(a => a.Severity).ThenByDescending(a => a.Confidence).Take(ShownAlerts))
        {
            WriteAlert(output, alert);
        }

        if (run.Alerts.Count > ShownAlerts)
        {
            output.WriteLine($"… and {run.Alerts.Count - ShownAlerts} more alerts");
        }

        WriteTotals(output, run);
    }

    /// <summary>What the run read and found, without its alerts.</summary>
    public static void WriteTotals(TextWriter output, RunSummary run)
    {
        foreach (var warning in run.Warnings)
        {
            output.WriteLine($"note: {Printable(warning)}");
        }

        var inputs = string.Join(", ", run.Inputs.Select(i => $"{Whole(i.Read)} {i.Unit}"));
        output.WriteLine($"{inputs} → {Whole(run.Flows)} flows, {Whole(run.Findings.Sum(f => f.Flows))} findings, {run.Alerts.Count} alerts");
        if (run.Baseline.Length > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"baseline {run.Baseline}, budget {run.Budget}: promised {run.PromisedRate:P3}, flagged {run.RealisedRate:P3} of flows"));
        }
        else
        {
            output.WriteLine("no baseline judged these flows; learn one from ordinary traffic with --learn");
        }

        output.WriteLine($"report: {Path.Combine(run.Folder, "report.html")}");
    }

    /// <summary>One alert for a person; one that was told before says so.</summary>
    public static void WriteAlert(TextWriter output, Alert alert)
    {
        var again = alert.Activity == AlertActivity.Update ? ", more of it" : "";
        output.WriteLine($"[{alert.Severity}{again}] {Printable(alert.Title)}");
        output.WriteLine($"    seen:     {Printable(alert.Seen)}");
        output.WriteLine($"    expected: {Printable(alert.Expected)}");
        foreach (var finding in alert.Findings.Where(f => FindingCatalogue.Of(f.Name).Tier != FindingTier.Q).Take(3))
        {
            output.WriteLine($"    evidence: {FindingCatalogue.Of(finding.Name).Id} at {Printable(finding.Sensor)} frame {finding.Frame} offset {finding.Offset}: {Printable(finding.Detail)}");
        }
    }

    // Names in captures may hold escape sequences that take over a terminal.
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
