using System.Globalization;
using System.Text;

namespace Stray.Benchmarks;

/// <summary>One measured capture as a Markdown section; ratios are to ndpiReader, the yardstick, where it is installed.</summary>
internal sealed record ResultsPage(long Packets, long CaptureBytes, int Rounds, long AllocatedBytes, IReadOnlyList<(string Name, ChildRun Median)> Results)
{
    private const string Yardstick = "ndpiReader -q";

    public string Render(DateOnly date)
    {
        var page = new StringBuilder();
        Line(page, $"## {Packets:N0} packets, {CaptureBytes / 1e9:0.0} GB, {date:yyyy-MM-dd}");
        Line(page, $"");
        Line(page, $"{Machine.Describe()}. Median of {Rounds} rounds, contenders in turn.");
        Line(page, $"`stray analyze` allocates {(double)AllocatedBytes / Packets:0.0} bytes a packet, start-up included.");
        Line(page, $"");
        Line(page, $"| program | CPU s | packets per CPU s | ratio | peak MiB | ratio | wall s |");
        Line(page, $"|---|---:|---:|---:|---:|---:|---:|");
        var yardstick = Results.FirstOrDefault(r => r.Name == Yardstick).Median;
        foreach (var (name, run) in Results)
        {
            Line(page, $"| {name} | {run.CpuSeconds:0.00} | {Packets / run.CpuSeconds:N0} | {Ratio(yardstick?.CpuSeconds, run.CpuSeconds)} | {run.PeakKiB / 1024} | {Ratio(run.PeakKiB, yardstick?.PeakKiB)} | {run.WallSeconds:0.0} |");
        }

        return page.ToString();
    }

    private static string Ratio(double? part, double? whole) =>
        part is { } p && whole is > 0 ? string.Create(CultureInfo.InvariantCulture, $"{p / whole:0.00}x") : "–";

    private static void Line(StringBuilder page, FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
