using System.Globalization;
using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Scores;

namespace Stray.Detection.Alerting;

/// <summary>Says in plain sentences what was expected, what was seen instead and what to check next.</summary>
internal static class AlertText
{
    public static Alert Compose(EntityWindow window, AlertVerdict verdict, AlertOptions options, string id, long windowEnd)
    {
        var findings = window.Findings
            .OrderBy(f => FindingCatalogue.Of(f.Name).Tier).ThenByDescending(f => f.Flows).ThenBy(f => f.Name).ToList();
        var flagged = window.Flows;
        return new Alert(
            id,
            options.Tenant,
            window.Sensor ?? "",
            window.Entity,
            window.Start,
            windowEnd,
            window.FirstSeen,
            window.LastSeen,
            verdict.Severity,
            verdict.Confidence,
            Title(window, findings),
            Expected(findings, flagged),
            Seen(window, findings, flagged),
            NotSeen(findings),
            NextSteps(findings, flagged),
            findings,
            flagged,
            window.FlowCount,
            flagged.Count > 0 ? flagged[0].Score.Model : "");
    }

    private static string Title(EntityWindow window, List<AlertFinding> findings)
    {
        var telling = findings.Where(f => FindingCatalogue.Of(f.Name).Tier != FindingTier.Q).Select(Words).Take(2).ToList();
        var strays = window.FlaggedFlows == 1 ? "1 flow strays from the baseline"
            : window.FlaggedFlows > 1 ? $"{window.FlaggedFlows} flows stray from the baseline"
            : "";
        if (strays.Length > 0)
        {
            telling.Add(strays);
        }

        return $"{window.Entity}: {string.Join("; ", telling)}";
    }

    private static string Expected(List<AlertFinding> findings, IReadOnlyList<AlertFlow> flows)
    {
        var parts = new List<string>();
        var broken = findings.FirstOrDefault(f => FindingCatalogue.Of(f.Name).Tier != FindingTier.Q);
        if (broken is not null)
        {
            var definition = FindingCatalogue.Of(broken.Name);
            parts.Add($"Traffic that keeps to {definition.Standard}.");
        }

        if (flows.Count > 0 && flows[0].Score.Reasons.Count > 0)
        {
            var reason = flows[0].Score.Reasons[0];
            parts.Add($"For {flows[0].Score.Segment}, {reason.Feature} between {Number(reason.Low)} and {Number(reason.High)} (median {Number(reason.Median)}).");
        }

        return string.Join(' ', parts);
    }

    private static string Seen(EntityWindow window, List<AlertFinding> findings, IReadOnlyList<AlertFlow> flows)
    {
        var parts = findings.Where(f => FindingCatalogue.Of(f.Name).Tier != FindingTier.Q).Take(3)
            .Select(f => $"{FindingCatalogue.Of(f.Name).What} ({FindingCatalogue.Of(f.Name).Id}, {f.Count} times in {f.Flows} of {window.FlowCount} notable flows).")
            .ToList();
        foreach (var flow in flows.Take(2))
        {
            var why = string.Join(", ", flow.Score.Reasons.Take(3).Select(r => $"{r.Feature} {Number(r.Value)}"));
            parts.Add($"{flow.Flow.Service} to {flow.Flow.Destination}: {why} (p = {flow.Score.PValue.ToString("0.#####", CultureInfo.InvariantCulture)}).");
        }

        return string.Join(' ', parts);
    }

    private static string NotSeen(List<AlertFinding> findings) => string.Join(' ', findings
        .Where(f => FindingCatalogue.Of(f.Name).Tier == FindingTier.Q)
        .Select(f => $"{FindingCatalogue.Of(f.Name).What} ({FindingCatalogue.Of(f.Name).Id}, {f.Count} times): part of the traffic may be missing from view."));

    private static List<string> NextSteps(List<AlertFinding> findings, IReadOnlyList<AlertFlow> flows)
    {
        var steps = findings.Where(f => FindingCatalogue.Of(f.Name).Tier != FindingTier.Q).Take(3)
            .Select(f => f.Offset >= 0
                ? $"Look at frame {f.Frame} of {f.Sensor}, {f.Length} bytes at offset {f.Offset}: {f.Detail}."
                : $"Look at frame {f.Frame} of {f.Sensor}: {f.Detail}.")
            .ToList();
        if (flows.Count > 0)
        {
            steps.Add($"Ask which process on the host speaks {flows[0].Flow.Service} to {flows[0].Flow.Destination} and whether it should.");
        }

        return steps;
    }

    private static string Words(AlertFinding finding) => FindingCatalogue.Of(finding.Name).Id.Replace('_', ' ');

    private static string Number(float value) => float.IsNaN(value) ? "not observable" : value.ToString("G4", CultureInfo.InvariantCulture);
}
