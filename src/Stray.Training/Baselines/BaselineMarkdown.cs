using System.Globalization;
using System.Text;

namespace Stray.Training.Baselines;

/// <summary>A baseline page as Markdown. Names came off the wire, so nothing of them may act as markup or control a terminal.</summary>
public static class BaselineMarkdown
{
    private const int LongestName = 80;
    private const string Bars = " ▁▂▃▄▅▆▇█";

    /// <param name="features">Features to show quantiles of; null shows all.</param>
    public static string Write(BaselinePage page, IReadOnlySet<string>? features = null)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# What is expected here: {Safe(page.Model)}\n");
        foreach (var service in page.Services) WriteService(text, service, features);
        return text.ToString();
    }

    private static void WriteService(StringBuilder text, ServicePage service, IReadOnlySet<string>? features)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {Safe(service.Service)}\n\n{service.Flows} flows");
        if (service.Hosts > 0) text.Append(CultureInfo.InvariantCulture, $" of {service.Hosts} hosts");
        if (service.JudgedBy != service.Service) text.Append(CultureInfo.InvariantCulture, $"; too few for a model of its own, judged as {Safe(service.JudgedBy)}");
        text.Append('\n');
        WriteNames(text, "To", service.Destinations);
        WriteNames(text, "Names", service.ServerNames);
        if (service.HoursOfWeek.Count == 168) text.Append("\nHours (UTC):\n\n").Append(Activity(service.HoursOfWeek));
        var shown = service.Features.Where(f => features is null || features.Contains(f.Feature)).ToArray();
        if (shown.Length == 0) return;
        text.Append("\n| feature | 1 % | median | 99 % |\n|---|---:|---:|---:|\n");
        foreach (var f in shown) text.Append(CultureInfo.InvariantCulture, $"| {Safe(f.Feature)} | {f.Low:G4} | {f.Median:G4} | {f.High:G4} |\n");
    }

    private static void WriteNames(StringBuilder text, string title, IReadOnlyList<NameCount> names)
    {
        if (names.Count == 0) return;
        text.Append('\n').Append(title).Append(": ")
            .AppendJoin(", ", names.Select(n => string.Create(CultureInfo.InvariantCulture, $"`{Safe(n.Name)}` ({n.Count})"))).Append('\n');
    }

    private static string Activity(IReadOnlyList<long> hours)
    {
        var most = Math.Max(1, hours.Max());
        var text = new StringBuilder();
        string[] days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        for (var day = 0; day < days.Length; day++)
        {
            text.Append("    ").Append(days[day]).Append(" |");
            for (var h = 0; h < 24; h++) text.Append(Bars[(int)Math.Ceiling(8.0 * hours[(24 * day) + h] / most)]);
            text.Append("|\n");
        }

        return text.ToString();
    }

    private static string Safe(string name)
    {
        var clean = new StringBuilder();
        foreach (var c in name.AsSpan(0, Math.Min(name.Length, LongestName)))
        {
            clean.Append(c is >= ' ' and < (char)127 and not ('`' or '|' or '<' or '>' or '\\' or '[' or ']') ? c : '?');
        }

        return clean.ToString();
    }
}
