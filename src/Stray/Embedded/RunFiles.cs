using System.Text.Json;
using Stray.Report;
using Stray.Runs;

namespace Stray.Embedded;

/// <summary>Writes what a run leaves for people and for other programs: <c>run.json</c> and <c>report.html</c>.</summary>
internal static class RunFiles
{
    public static void Write(RunFolder folder, RunSummary run)
    {
        using (var file = File.Create(folder.Summary))
        using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true }))
        {
            WriteSummary(json, run);
        }

        using var page = new StreamWriter(folder.Report);
        ReportPage.Write(page, run);
    }

    private static void WriteSummary(Utf8JsonWriter json, RunSummary run)
    {
        json.WriteStartObject();
        json.WriteString("written", run.Written);
        json.WriteNumber("flows", run.Flows);
        json.WriteNumber("alerts", run.Alerts.Count);
        json.WriteString("baseline", run.Baseline);
        json.WriteString("budget", run.Budget);
        WriteRate(json, "promised_rate", run.PromisedRate);
        WriteRate(json, "realised_rate", run.RealisedRate);
        json.WriteStartArray("warnings");
        foreach (var warning in run.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        json.WriteStartArray("inputs");
        foreach (var input in run.Inputs)
        {
            WriteInput(json, input);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter json, InputSummary input)
    {
        json.WriteStartObject();
        json.WriteString("name", input.Name);
        json.WriteNumber(input.Unit, input.Read);
        json.WriteNumber("flows", input.Flows);
        json.WriteString("first", EventTime.Text(input.FirstTime));
        json.WriteString("last", EventTime.Text(input.LastTime));
        json.WriteString("failure", input.Failure);
        json.WriteStartObject("quality");
        foreach (var measure in input.Quality)
        {
            json.WriteString(measure.Name, measure.Value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRate(Utf8JsonWriter json, string name, double rate)
    {
        if (double.IsNaN(rate))
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, rate);
        }
    }
}
