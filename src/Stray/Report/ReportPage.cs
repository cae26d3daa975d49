using System.Globalization;
using Stray.Contracts.Alerts;
using Stray.Runs;

namespace Stray.Report;

/// <summary>
/// The run as one self-contained page: no script, nothing loaded from anywhere, so that it can be mailed, archived and opened
/// on an analyst's machine without a network.
/// </summary>
public static class ReportPage
{
    /// <summary>Alerts shown in full; the rest is in alerts.ndjson, and the page says so.</summary>
    private const int ShownAlerts = 200;

    public static void Write(TextWriter writer, RunSummary run)
    {
        var html = new Html(writer);
        html.Raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        html.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        html.Raw("<title>Stray report</title><style>").Raw(Css()).Raw("</style></head><body>\n");
        WriteLead(html, run);
        WriteAlerts(html, run);
        WriteFindings(html, run);
        WriteQuality(html, run);
        html.Raw("</body></html>\n");
    }

    private static void WriteLead(Html html, RunSummary run)
    {
        html.Element("h1", "What strayed");
        html.Element("p", $"Written {run.Written.ToString("u", CultureInfo.InvariantCulture)} · {run.Folder}", "muted");
        html.Element("p", Lead(run), "lead");
        foreach (var warning in run.Warnings)
        {
            html.Element("p", warning, "suspect");
        }
    }

    private static string Lead(RunSummary run)
    {
        var high = run.Alerts.Count(a => a.Severity >= Severity.High);
        var alerts = $"{run.Alerts.Count} alerts, {high} of them high, from {run.Flows} flows of {run.Inputs.Count} inputs.";
        return run.Baseline.Length == 0
            ? $"{alerts} No baseline judged these flows: only the standards did. Learn one with --learn."
            : string.Create(CultureInfo.InvariantCulture, $"{alerts} Baseline {run.Baseline}; budget {run.Budget}: promised to flag {run.PromisedRate:P3} of ordinary flows, flagged {run.RealisedRate:P3}.");
    }

    private static void WriteAlerts(Html html, RunSummary run)
    {
        html.Element("h2", "Alerts");
        foreach (var alert in run.Alerts.OrderByDescending(a => a.Severity).ThenByDescending(a => a.Confidence).ThenBy(a => a.FirstSeen).Take(ShownAlerts))
        {
            AlertSection.Write(html, alert);
        }

        var hidden = run.Alerts.Count - ShownAlerts;
        html.Element("p", run.Alerts.Count == 0 ? "None." : hidden > 0 ? $"{hidden} more in alerts.ndjson." : "", "muted");
    }

    private static void WriteFindings(Html html, RunSummary run)
    {
        html.Element("h2", "Findings by name").Raw("<div class=\"scroll\"><table>");
        html.Header("finding", "tier", "what", "standard", "count", "flows");
        foreach (var total in run.Findings)
        {
            var definition = total.Definition;
            html.Row(definition.Id, definition.Tier.ToString(), definition.What, definition.Standard, Whole(total.Count), Whole(total.Flows));
        }

        html.Raw("</table></div>");
        html.Element("p", "Tier A alerts alone, C needs a second kind of evidence, Q describes the capture and never alerts.", "muted");
    }

    private static void WriteQuality(Html html, RunSummary run)
    {
        html.Element("h2", "Capture quality: what could be seen, and what not");
        foreach (var input in run.Inputs)
        {
            html.Element("h3", input.Name);
            html.Element("p", $"{Whole(input.Read)} {input.Unit}, {Whole(input.Flows)} flows, {EventTime.Text(input.FirstTime)} to {EventTime.Text(input.LastTime)}", "muted");
            html.Element("p", input.Failure ?? "", "suspect").Raw("<table>").Header("measure", "value", "what it means");
            foreach (var measure in input.Quality)
            {
                html.Raw("<tr>").Element("td", measure.Name).Element("td", measure.Value, measure.Suspect ? "suspect" : null);
                html.Element("td", measure.Meaning).Raw("</tr>\n");
            }

            html.Raw("</table>");
        }
    }

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Css()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
