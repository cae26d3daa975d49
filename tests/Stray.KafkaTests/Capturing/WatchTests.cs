using System.Text.Json.Nodes;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;

namespace Stray.KafkaTests.Capturing;

/// <summary>No broker here: the embedded run on a real interface, as a process with signals.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stray-watch-").FullName;

    [Fact]
    public async Task An_alert_is_told_while_the_watch_goes_on_and_SIGINT_leaves_a_whole_run_folder()
    {
        await using var wire = await Wire.StretchAsync();
        var run = Path.Combine(_folder, "run");
        using var stray = StrayProcess.Start("watch", "-i", wire.Far, "--out", run, "--print", "alerts");
        await stray.AwaitAsync($"watching {wire.Far}");
        var sent = await wire.ReplayAsync("sv__smtp-bdat-bad-tail-reply-queue__input.pcap", 1);
        var told = JsonNode.Parse((await stray.ReadLineAsync())!)!; // its connection was closed; the flow ends 5 s later, without another packet
        Assert.Contains("smtp_bdat_invalid", told.ToJsonString(), StringComparison.Ordinal);
        var (code, rest, error) = await stray.StopAsync("INT");
        Assert.Equal((0, "", ""), (code, rest, error));
        var summary = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(run, "run.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal((1, sent), ((int)summary["alerts"]!, (long)summary["inputs"]![0]!["frames"]!));
        Assert.Equal(told.ToJsonString(), JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(run, "alerts.ndjson"), TestContext.Current.CancellationToken))!.ToJsonString());
        Assert.True(File.Exists(Path.Combine(run, "report.html")));
        Assert.Equal(sent, Flows(Path.Combine(run, "flows.avro")).Sum(f => f));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static List<long> Flows(string path)
    {
        using var reader = new RecordFileReader<FlowCodec, FlowRecord>(File.OpenRead(path), path);
        var flow = FlowCodec.Create();
        var packets = new List<long>();
        while (reader.TryRead(flow))
        {
            packets.Add(flow.ForwardPackets + flow.BackwardPackets);
        }

        Assert.Null(reader.Failure);
        return packets;
    }
}
