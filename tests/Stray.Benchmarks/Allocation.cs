using Stray.Verbs;

namespace Stray.Benchmarks;

/// <summary>Bytes that one whole <c>stray analyze</c> allocates, start and end included.</summary>
internal static class Allocation
{
    public static async Task<long> OfAsync(string capture)
    {
        var folder = Directory.CreateTempSubdirectory("stray-benchmark-").FullName;
        try
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await CommandLine.RunAsync(["analyze", capture, "--out", folder, "--quiet"], TextWriter.Null, TextWriter.Null).ConfigureAwait(false);
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
