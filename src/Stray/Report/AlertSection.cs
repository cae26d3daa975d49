using System.Globalization;
using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Scores;
using Stray.Runs;

namespace Stray.Report;

/// <summary>One alert: what was expected, what was seen, how sure, what could not be seen, what to check next, the evidence.</summary>
internal static class AlertSection
{
    public static void Write(Html html, Alert alert)
    {
        html.Raw($"<article class=\"alert {alert.Severity}\">");
        html.Raw($"<span class=\"tag\">{alert.Severity}</span>").Element("span", $"confidence {alert.Confidence}", "tag");
        html.Element("h3", alert.Title);
        html.Raw("<dl>");
        Entry(html, "When", $"{EventTime.Text(alert.FirstSeen)} to {EventTime.Text(alert.LastSeen)}");
        Entry(html, "Expected", alert.Expected);
        Entry(html, "Seen", alert.Seen);
        Entry(html, "Not visible", alert.NotSeen);
        Entry(html, "Flows", $"{alert.FlowCount} of this host in the window");
        html.Raw("<dt>Next</dt><dd><ul>");
        foreach (var step in alert.NextSteps)
        {
            html.Element("li", step);
        }

        html.Raw("</ul></dd></dl>");
        WriteFindings(html, alert);
        WriteFlows(html, alert);
        html.Element("p", $"alert {alert.Id}", "muted").Raw("</article>\n");
    }

    private static void Entry(Html html, string name, string value)
    {
        if (value.Length > 0)
        {
            html.Element("dt", name).Element("dd", value);
        }
    }

    private static void WriteFindings(Html html, Alert alert)
    {
        if (alert.Findings.Count == 0)
        {
            return;
        }

        html.Raw($"<details open><summary>{alert.Findings.Count} findings</summary><div class=\"scroll\"><table>");
        html.Header("finding", "tier", "standard", "count", "first evidence", "between", "detail");
        foreach (var finding in alert.Findings)
        {
            var definition = FindingCatalogue.Of(finding.Name);
            var place = finding.Offset < 0
                ? $"{finding.Sensor} frame {finding.Frame}"
                : $"{finding.Sensor} frame {finding.Frame}, bytes {finding.Offset} to {finding.Offset + finding.Length - 1}";
            html.Row(
                definition.Id,
                definition.Tier.ToString(),
                definition.Standard,
                $"{finding.Count} in {finding.Flows} flows",
                place,
                $"{finding.Flow.Source}:{finding.Flow.SourcePort} → {finding.Flow.Destination}:{finding.Flow.DestinationPort} {finding.Flow.Protocol}",
                finding.Detail);
        }

        html.Raw("</table></div></details>");
    }

    private static void WriteFlows(Html html, Alert alert)
    {
        foreach (var flow in alert.Flows)
        {
            html.Raw("<details><summary>");
            html.Text($"{flow.Flow.Service} {flow.Flow.Source}:{flow.Flow.SourcePort} → {flow.Flow.Destination}:{flow.Flow.DestinationPort}");
            html.Text(flow.Flow.ServerName.Length > 0 ? $" ({flow.Flow.ServerName})" : "");
            html.Text($", p = {flow.Score.PValue.ToString("0.######", CultureInfo.InvariantCulture)} in {flow.Score.Segment}");
            html.Raw("</summary><table>").Header("feature", "seen", "baseline 1 % to 99 %", "expected against seen", "share of score");
            foreach (var reason in flow.Score.Reasons)
            {
                WriteReason(html, reason);
            }

            html.Raw("</table></details>");
        }
    }

    private static void WriteReason(Html html, in Reason reason)
    {
        html.Raw("<tr>").Element("td", reason.Feature).Element("td", Number(reason.Value));
        html.Element("td", $"{Number(reason.Low)} to {Number(reason.High)}, median {Number(reason.Median)}").Raw("<td>");
        ExpectedSeenPlot.Write(html, reason);
        html.Raw("</td>").Element("td", reason.Share.ToString("P0", CultureInfo.InvariantCulture)).Raw("</tr>");
    }

    private static string Number(float value) => float.IsNaN(value) ? "–" : value.ToString("G4", CultureInfo.InvariantCulture);
}
