using Stray.Contracts.Flows;
using Stray.Contracts.Wire;
using Stray.Embedded;
using Stray.Settings;
using Stray.Transport.Cluster;
using Stray.Transport.Provisioning;

namespace Stray.Benchmarks;

/// <summary><c>sink BOOTSTRAP CAPTURE [RECORDS] [ROUNDS]</c>.</summary>
internal static class SinkVerb
{
    private const int MostFlows = 20_000; // kept in memory, so that reading them is no part of the measurement
    private const int Partitions = 4;

    public static async Task<string> RunAsync(string bootstrap, string capture, int records, int rounds, TextWriter progress)
    {
        var options = new ClusterOptions { Bootstrap = bootstrap, Prefix = $"bench-{TimeProvider.System.GetUtcNow():HHmmss}.", InstanceId = "bench" };
        using (var admin = new TopicAdmin(options))
        {
            var plan = TopicPlan.Make(TopicCatalogue.For(options, Partitions, 1), new Dictionary<string, TopicState>());
            if (await admin.ApplyAsync(plan, static _ => { }).ConfigureAwait(false) is { } failure)
            {
                throw new InvalidOperationException(failure.Reason);
            }
        }

        var comparison = new SinkComparison(options, Flows(capture), records, progress);
        var (bare, ours) = comparison.Run(rounds);
        return SinkPage.Render(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), records, comparison.Bytes, bare, ours);
    }

    private static List<FlowRecord> Flows(string capture)
    {
        var folder = Directory.CreateTempSubdirectory("stray-benchmark-").FullName;
        try
        {
            new Pipeline(new([capture], null, null, null, false, folder, new StraySettings()), TimeProvider.System).Run(CancellationToken.None);
            var path = new RunFolder(folder).Flows;
            using var reader = new RecordFileReader<FlowCodec, FlowRecord>(File.OpenRead(path), path);
            var flows = new List<FlowRecord>();
            for (var flow = FlowCodec.Create(); flows.Count < MostFlows && reader.TryRead(flow); flow = FlowCodec.Create())
            {
                if (flow.CommunityId.Length > 0)
                {
                    flows.Add(flow);
                }
            }

            return flows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
