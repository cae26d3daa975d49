using System.Globalization;
using System.Text;
using Stray.Embedded;
using Stray.Settings;

namespace Stray.Benchmarks;

/// <summary><c>stream BOOTSTRAP CAPTURE BASELINE</c>: with 1, 2 and 4 partitions, and as many workers of each stage.</summary>
internal static class StreamVerb
{
    /// <param name="baseline">A model's folder.</param>
    public static async Task<string> RunAsync(string bootstrap, string capture, string baseline, TextWriter progress)
    {
        var run = new StreamRun(bootstrap, capture, Path.GetFullPath(baseline), Embedded(capture, baseline));
        var page = new StringBuilder();
        Line(page, $"## Capture to alerts over Kafka, {new FileInfo(capture).Length / 1e6:0} MB, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}");
        Line(page, $"");
        Line(page, $"{Machine.Describe()}. Broker and all processes on the same machine; seconds from the start of the capture, its start-up included.");
        Line(page, $"");
        Line(page, $"| partitions, score and alert processes | flows | captured s | judged s | all alerts s | flows a second |");
        Line(page, $"|---:|---:|---:|---:|---:|---:|");
        foreach (var workers in new[] { 1, 2, 4 })
        {
            var cost = await run.RunAsync(workers).ConfigureAwait(false);
            await progress.WriteLineAsync(cost.ToString()).ConfigureAwait(false);
            Line(page, $"| {workers} | {cost.Flows:N0} | {cost.Captured.TotalSeconds:0.0} | {cost.Judged.TotalSeconds:0.0} | {cost.Alerted.TotalSeconds:0.0} | {cost.Flows / cost.Judged.TotalSeconds:N0} |");
        }

        return page.ToString();
    }

    private static HashSet<string> Embedded(string capture, string baseline)
    {
        var folder = Directory.CreateTempSubdirectory("stray-benchmark-").FullName;
        try
        {
            var (summary, failure) = new Pipeline(new([capture], null, null, baseline, false, folder, new StraySettings()), TimeProvider.System).Run(CancellationToken.None);
            return failure is null ? [.. summary.Alerts.Select(a => a.Id)] : throw new InvalidOperationException(failure);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Line(StringBuilder page, FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
