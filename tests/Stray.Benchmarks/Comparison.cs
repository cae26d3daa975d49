namespace Stray.Benchmarks;

/// <summary>Runs every contender in turn, round after round, so that what else the machine does meets all of them alike.</summary>
internal sealed class Comparison(string capture, int rounds, TextWriter progress)
{
    /// <returns>Per contender the median of each cost, in the contenders' order.</returns>
    public async Task<IReadOnlyList<(string Name, ChildRun Median)>> RunAsync()
    {
        var scratch = Directory.CreateTempSubdirectory("stray-benchmark-").FullName;
        try
        {
            var contenders = Contender.All(capture, scratch);
            var runs = contenders.ToDictionary(c => c.Name, _ => new List<ChildRun>());
            for (var round = 0; round < rounds; round++)
            {
                foreach (var contender in contenders)
                {
                    var run = await ChildRun.OfAsync(contender, scratch).ConfigureAwait(false);
                    runs[contender.Name].Add(run);
                    await progress.WriteLineAsync($"{contender.Name}: {run.CpuSeconds:0.00} CPU s, {run.PeakKiB / 1024} MiB").ConfigureAwait(false);
                }
            }

            return [.. contenders.Select(c => (c.Name, Median(runs[c.Name])))];
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static ChildRun Median(IReadOnlyCollection<ChildRun> runs) => new(
        Middle(runs.Select(r => r.CpuSeconds)), Middle(runs.Select(r => r.WallSeconds)), Middle(runs.Select(r => r.PeakKiB)));

    private static T Middle<T>(IEnumerable<T> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
