using System.Text;
using System.Text.Json.Nodes;
using Stray.Contracts;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;
using Stray.KafkaTests.Clusters;
using Stray.Tests;
using Stray.Transport.Cluster;
using Stray.Transport.Wire;

namespace Stray.KafkaTests.Capturing;

public sealed class PublishedFilesTests(OneBroker shared)
{
    private const int Partitions = 5;

    [Fact]
    public async Task Every_flow_of_the_embedded_run_is_in_its_keys_partition_byte_for_byte_and_in_order()
    {
        var options = await ProvisionAsync();
        using var call = new CaptureCall(options);
        string[] files =
        [
            SharedData.File("captures", "ndpi__netflix.pcap"),
            SharedData.File("captures", "chrissanders__arppoison.pcapng"),
            SharedData.File("captures", "ndpi__dns-tunnel-iodine.pcap"),
            SharedData.File("captures", "chrissanders__synscan.pcapng"),
        ];
        var (code, output, error) = await call.CaptureAsync(["-r", .. files, "--json"]);
        await call.AnalyzeAsync(files);
        var expected = Embedded(call.Run);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(expected.Count, (int)JsonNode.Parse(output)!["delivered"]!);
        Assert.Contains(expected, e => e.Key.Contains(':', StringComparison.Ordinal) && !e.Key.StartsWith("1:", StringComparison.Ordinal)); // a link flow
        Assert.Equal(
            expected.GroupBy(e => Murmur2.PartitionOf(Encoding.UTF8.GetBytes(e.Key), Partitions)).OrderBy(g => g.Key).SelectMany(g => g.Select(e => (g.Key, e.Key, e.Message))),
            TopicRecords.All(options, options.Topic(Topics.Flows), Partitions).GroupBy(r => r.Partition.Value).OrderBy(g => g.Key)
                .SelectMany(g => g.Select(r => (g.Key, Encoding.UTF8.GetString(r.Message.Key), Convert.ToHexString(r.Message.Value)))));
    }

    [Fact]
    public async Task A_broken_file_gives_its_flows_and_65()
    {
        var options = await ProvisionAsync();
        using var call = new CaptureCall(options);
        var cut = Path.Combine(Path.GetDirectoryName(call.Settings)!, "cut.pcap");
        await File.WriteAllBytesAsync(
            cut, (await File.ReadAllBytesAsync(SharedData.File("captures", "ndpi__netflix.pcap"), TestContext.Current.CancellationToken))[..500_000], TestContext.Current.CancellationToken);
        var (code, _, error) = await call.CaptureAsync("-r", cut);
        Assert.Equal((int)ExitCode.BadData, code);
        Assert.Contains("cut.pcap: offset", error, StringComparison.Ordinal);
        Assert.NotEmpty(TopicRecords.All(options, options.Topic(Topics.Flows), Partitions));
    }

    [Fact]
    public async Task An_unreachable_broker_is_said_so_and_is_69()
    {
        using var call = new CaptureCall(new ClusterOptions { Bootstrap = "127.0.0.1:9" });
        var (code, output, error) = await call.CaptureAsync("-r", SharedData.File("captures", "ndpi__dns.pcap"), "-q");
        Assert.Equal((int)ExitCode.Unavailable, code);
        Assert.Equal("", output);
        Assert.Contains("cannot write stray.flows.v1", error, StringComparison.Ordinal);
        Assert.Contains("Connection refused", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_is_a_mistake_of_the_configuration()
    {
        using var call = new CaptureCall((await shared.GetAsync()).NewOptions());
        var (code, _, error) = await call.CaptureAsync("-r", SharedData.File("captures", "ndpi__dns.pcap"));
        Assert.Equal((int)ExitCode.Config, code);
        Assert.Contains("'stray topics apply' creates them", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("neither")]
    [InlineData("both", "-i", "eth0", "-r", "x.pcap")]
    [InlineData("a snaplen", "-i", "eth0", "--snaplen", "3")]
    public async Task Options_that_make_no_sense_are_64(string what, params string[] arguments)
    {
        using var call = new CaptureCall(new ClusterOptions());
        var (code, _, error) = await call.CaptureAsync(arguments);
        Assert.True((int)ExitCode.Usage == code, what);
        Assert.NotEqual("", error);
    }

    private async Task<ClusterOptions> ProvisionAsync()
    {
        var options = (await shared.GetAsync()).NewOptions();
        await Provisioned.ApplyAsync(options, Partitions);
        return options;
    }

    // The file holds the same record's fields; what crosses the topic is its codec's bytes behind the frame.
    private static List<(string Key, string Message)> Embedded(string run)
    {
        var path = Path.Combine(run, "flows.avro");
        using var reader = new RecordFileReader<FlowCodec, FlowRecord>(File.OpenRead(path), path);
        var encoder = new RecordEncoder<FlowCodec, FlowRecord>(new FixedSchemaIds().IdOf(Topics.Flows));
        var flow = FlowCodec.Create();
        var records = new List<(string, string)>();
        while (reader.TryRead(flow))
        {
            records.Add((flow.CommunityId.Length > 0 ? flow.CommunityId : flow.Source.ToMacString(), Convert.ToHexString(encoder.EncodeInPlace(flow))));
        }

        Assert.Null(reader.Failure);
        return records;
    }
}
