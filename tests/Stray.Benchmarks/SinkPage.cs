using System.Globalization;
using System.Text;

namespace Stray.Benchmarks;

/// <summary>The sinks' comparison as a Markdown section.</summary>
internal static class SinkPage
{
    public static string Render(DateOnly date, int records, long bytes, IReadOnlyList<SinkCost> bare, IReadOnlyList<SinkCost> ours)
    {
        var (theirWall, ourWall) = (Median(bare, c => c.Wall), Median(ours, c => c.Wall));
        var (theirCpu, ourCpu) = (Median(bare, c => c.Processor), Median(ours, c => c.Processor));
        var page = new StringBuilder();
        Line(page, $"## Kafka sink, {records:N0} flow records, {bytes / 1e6:0} MB, {date:yyyy-MM-dd}");
        Line(page, $"");
        Line(page, $"{Machine.Describe()}. One broker on the same machine, idempotent, acks=all, lz4; median of {bare.Count} rounds in turn.");
        Line(page, $"");
        Line(page, $"| sink | records a second | share | CPU s of the client | share | wall s |");
        Line(page, $"|---|---:|---:|---:|---:|---:|");
        Line(page, $"| bare Confluent.Kafka loop, same bytes | {records / theirWall:N0} | 100 % | {theirCpu:0.00} | 100 % | {theirWall:0.00} |");
        Line(page, $"| stray: encode and publish | {records / ourWall:N0} | {100 * theirWall / ourWall:0} % | {ourCpu:0.00} | {100 * theirCpu / ourCpu:0} % | {ourWall:0.00} |");
        return page.ToString();
    }

    private static double Median(IEnumerable<SinkCost> costs, Func<SinkCost, TimeSpan> of)
    {
        var sorted = costs.Select(c => of(c).TotalSeconds).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static void Line(StringBuilder page, FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
