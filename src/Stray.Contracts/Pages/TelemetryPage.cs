using System.Globalization;
using System.Text;
using Stray.Contracts.Telemetry;

namespace Stray.Contracts.Pages;

/// <summary>docs/telemetry.md, rendered from the catalogue so that it cannot fall behind the code.</summary>
public static class TelemetryPage
{
    public static string Render()
    {
        var page = new StringBuilder("""
            # Telemetry

            Generated from `InstrumentCatalogue` by the tests with `STRAY_WRITE_DOCS=1`; do not edit.

            Metrics, traces and logs go to an OpenTelemetry collector when `Telemetry:OtlpEndpoint` (or `OTEL_EXPORTER_OTLP_ENDPOINT`)
            is set; metrics can also be scraped by Prometheus at `/metrics` of `Telemetry:Listen`, under the names below. Logs go to
            stderr in any case, with syslog priorities under systemd.

            - **No label says what was seen.** No address, account, flow id, host name or other text from traffic is a label: the sets
              below are small and closed, but for topics, partitions and models, which the installation decides.
            - `messaging.*` are OpenTelemetry's names (messaging conventions, in development there); `stray.*` are ours.
            - Rates are the reader's to make: counters only grow.
            - The .NET runtime's own metrics (`dotnet.*`) come along.

            ## Traces
            Source `Stray`. A worker's span covers one transaction (`process TOPIC`) and links the spans of those who sent its records,
            because one batch has many senders; the context travels in the Kafka header `traceparent` (W3C Trace Context).


            """);
        Append(page, "Capture", CaptureInstruments.All);
        Append(page, "Stream", StreamInstruments.All);
        Append(page, "Scores and alerts", DetectionInstruments.All);
        AppendDrops(page);
        AppendLabels(page);
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder page, string title, IReadOnlyList<InstrumentDefinition> instruments)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n");
        page.Append("| metric | kind | unit | what | labels | at a scrape |\n|---|---|---|---|---|---|\n");
        foreach (var i in instruments)
        {
            var labels = string.Join(", ", i.Labels.Select(l => $"`{l.Key}`"));
            page.Append(CultureInfo.InvariantCulture,
                $"| `{i.Name}` | {i.Kind.ToString().ToLowerInvariant()} | {i.Unit} | {MarkdownCell.Of(i.What)} | {labels} | `{i.PrometheusName}` |\n");
        }

        page.Append('\n');
    }

    private static void AppendDrops(StringBuilder page)
    {
        page.Append("## Reasons to drop\n\nOf `stray.capture.dropped` and `stray.producer.lost`.\n\n| reason | of | meant | what happened | what to do |\n|---|---|---|---|---|\n");
        foreach (var drop in Drops.All)
        {
            page.Append(CultureInfo.InvariantCulture,
                $"| `{drop.Id}` | {drop.Unit} | {(drop.Intended ? "yes" : "no")} | {drop.What} | {drop.Advice} |\n");
        }

        page.Append('\n');
    }

    private static void AppendLabels(StringBuilder page)
    {
        page.Append("## Labels\n\n| label | values |\n|---|---|\n");
        foreach (var label in InstrumentCatalogue.All.SelectMany(i => i.Labels).Distinct().OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            var values = label.Values is { Count: <= 12 } few ? $": {string.Join(", ", few.Select(v => $"`{v}`"))}" : "";
            page.Append(CultureInfo.InvariantCulture, $"| `{label.Key}` | {MarkdownCell.Of(label.What)}{values} |\n");
        }
    }
}
