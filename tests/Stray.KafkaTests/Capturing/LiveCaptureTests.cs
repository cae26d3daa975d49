using System.Text.Json.Nodes;
using Stray.Contracts;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;
using Stray.KafkaTests.Clusters;
using Stray.Transport.Cluster;
using Stray.Transport.Wire;

namespace Stray.KafkaTests.Capturing;

public sealed class LiveCaptureTests(OneBroker shared)
{
    private const int Partitions = 3;

    [Fact]
    public async Task Every_packet_of_a_replayed_capture_is_in_a_flow_on_the_topic_when_SIGTERM_has_ended_it()
    {
        await using var wire = await Wire.StretchAsync();
        var options = await ProvisionAsync();
        using var call = new CaptureCall(options);
        using var stray = StrayProcess.Start("capture", "-i", wire.Far, "--json", "--config", call.Settings);
        await stray.AwaitAsync($"capturing on {wire.Far}");
        var sent = await wire.ReplayAsync("ndpi__netflix.pcap", 3, "--mbps", "200");
        var (code, output, error) = await stray.StopAsync();
        Assert.Equal((0, ""), (code, error));
        var summary = JsonNode.Parse(output)!;
        Assert.Equal((sent, 0L, 0L), (Number(summary, "frames"), Number(summary, "kernel_dropped"), Number(summary, "left_unread")));
        var flows = Flows(options);
        Assert.Equal((long)summary["delivered"]!, flows.Count);
        Assert.Equal(sent, flows.Sum(f => f.ForwardPackets + f.BackwardPackets));
        Assert.All(flows, f => Assert.Equal(wire.Far, f.Sensor));
    }

    [Fact]
    public async Task A_starved_capture_shows_its_drops_and_still_accounts_for_every_packet()
    {
        await using var wire = await Wire.StretchAsync();
        var options = await ProvisionAsync();
        using var call = new CaptureCall(options, """, "capture": { "ringMiB": 2 }""");
        using var stray = StrayProcess.Start("capture", "-i", wire.Far, "--sensor", "starved", "--json", "--config", call.Settings);
        await stray.AwaitAsync("capturing on");
        await stray.SignalAsync("STOP");
        var sent = await wire.ReplayAsync("ndpi__netflix.pcap", 10, "--topspeed");
        await stray.SignalAsync("CONT");
        var (code, output, _) = await stray.StopAsync("INT");
        Assert.Equal(0, code);
        var summary = JsonNode.Parse(output)!;
        var (read, dropped) = (Number(summary, "frames"), Number(summary, "kernel_dropped") + Number(summary, "interface_dropped"));
        Assert.InRange(dropped, 1, sent - 1);
        Assert.Equal(sent, read + dropped + Number(summary, "left_unread"));
        Assert.Equal(read, Flows(options).Sum(f => f.ForwardPackets + f.BackwardPackets));
    }

    [Fact]
    public async Task A_flow_that_falls_silent_is_published_without_another_packet()
    {
        await using var wire = await Wire.StretchAsync();
        var options = await ProvisionAsync();
        using var call = new CaptureCall(options);
        using var stray = StrayProcess.Start("capture", "-i", wire.Far, "--json", "--config", call.Settings);
        await stray.AwaitAsync("capturing on");
        await wire.ReplayAsync("snort3demo__framework__rate_filter__sessions_100conn_10cps_10sec.pcap", 1, "--topspeed");
        while (Flows(options).Count < 100) // closed connections end after 5 s of silence
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, (await stray.StopAsync()).Code);
    }

    [Fact]
    public async Task An_interface_that_does_not_exist_is_69()
    {
        var options = await ProvisionAsync();
        using var call = new CaptureCall(options);
        var (code, _, error) = await call.CaptureAsync("-i", "nosuch0");
        Assert.Equal((int)ExitCode.Unavailable, code);
        Assert.Contains("nosuch0: there is no such interface", error, StringComparison.Ordinal);
    }

    private async Task<ClusterOptions> ProvisionAsync()
    {
        var options = (await shared.GetAsync()).NewOptions();
        await Provisioned.ApplyAsync(options, Partitions);
        return options;
    }

    private static long Number(JsonNode summary, string name) => (long)summary["inputs"]![0]![name]!;

    private static List<FlowRecord> Flows(ClusterOptions options)
    {
        var decoder = new RecordDecoder<FlowCodec, FlowRecord>(new FixedSchemaIds());
        return [.. TopicRecords.All(options, options.Topic(Topics.Flows), Partitions).Select(r =>
        {
            var flow = FlowCodec.Create();
            Assert.Equal(DecodeOutcome.Ok, decoder.Decode(r.Message.Value, flow, out _));
            return flow;
        })];
    }
}
