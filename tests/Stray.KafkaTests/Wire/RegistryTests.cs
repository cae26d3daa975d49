using Stray.Contracts;
using Stray.Contracts.Wire;
using Stray.KafkaTests.Clusters;
using Stray.Tests.Contracts.Wire;
using Stray.Transport.Cluster;
using Stray.Transport.Wire;

namespace Stray.KafkaTests.Wire;

public sealed class RegistryTests(SharedRegistry shared)
{
    private static int _prefixes;

    private readonly ClusterOptions _options = new() { Prefix = $"r{Interlocked.Increment(ref _prefixes)}." };

    [Fact]
    public async Task Every_committed_version_registers_under_backward_transitive_one_after_the_other()
    {
        var url = (await shared.GetAsync()).Url;
        using var raw = new RawRegistry(url);
        foreach (var versions in SchemaVersions.All.GroupBy(v => v.Topic))
        {
            var subject = $"{_options.Topic(versions.Key)}-value";
            foreach (var version in versions.OrderBy(v => v.Revision))
            {
                Assert.Equal(200, await raw.RegisterAsync(subject, SchemaVersions.Text(version)));
                await raw.HoldAsync(subject, "BACKWARD_TRANSITIVE");
            }
        }
    }

    [Fact]
    public async Task Connecting_registers_the_schemas_and_holds_their_later_versions_to_backward_transitive()
    {
        var url = (await shared.GetAsync()).Url;
        using var ids = await ConnectAsync(url);
        Assert.Equal(LookupOutcome.Known, ids.Find(ids.IdOf(Topics.Flows)).Outcome);
        using var raw = new RawRegistry(url);
        var broken = FlowCodec.Schema.Replace("\"name\": \"tenant\",\n      \"type\": \"string\"", "\"name\": \"tenant\",\n      \"type\": \"int\"", StringComparison.Ordinal)
            .Replace("\"default\": \"\"\n    },\n    {\n      \"name\": \"sensor\"", "\"default\": 0\n    },\n    {\n      \"name\": \"sensor\"", StringComparison.Ordinal);
        Assert.NotEqual(FlowCodec.Schema, broken);
        Assert.Equal(409, await raw.RegisterAsync($"{_options.Topic(Topics.Flows)}-value", broken));
    }

    [Fact]
    public async Task A_subject_that_holds_an_incompatible_schema_is_refused_at_start()
    {
        var url = (await shared.GetAsync()).Url;
        using var raw = new RawRegistry(url);
        var subject = $"{_options.Topic(Topics.Flows)}-value";
        var other = """{"type":"record","name":"Flow","namespace":"org.stray","fields":[{"name":"tenant","type":"int"}]}""";
        Assert.Equal(200, await raw.RegisterAsync(subject, other));
        var (ids, failure) = await RegistrySchemaIds.ConnectAsync(url, _options, [Topics.Flows], TimeProvider.System);
        Assert.Null(ids);
        Assert.Equal(ExitCode.Config, failure?.Code);
        Assert.Contains("incompatible", failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writers_newer_schema_is_found_by_its_id_and_projected()
    {
        var url = (await shared.GetAsync()).Url;
        using var ids = await ConnectAsync(url);
        using var raw = new RawRegistry(url);
        var newer = FlowCodec.Schema[..FlowCodec.Schema.LastIndexOf(']')] + """, { "name": "later", "type": "string", "default": "" } ] }""";
        var subject = $"{_options.Topic(Topics.Flows)}-value";
        Assert.Equal(200, await raw.RegisterAsync(subject, newer));
        var expected = FlowRecords.Of(7);
        byte[] message = [.. new RecordEncoder<FlowCodec, Stray.Contracts.Flows.FlowRecord>(await raw.IdAsync(subject, newer)).Encode(expected)!, 2, (byte)'x'];
        var decoder = new RecordDecoder<FlowCodec, Stray.Contracts.Flows.FlowRecord>(ids);
        var actual = FlowCodec.Create();
        Assert.Equal((DecodeOutcome.Ok, ""), (decoder.Decode(message, actual, out var reason), reason));
        FlowRecords.AssertEqual(expected, actual);
        Assert.Equal(1, decoder.Projected);
    }

    [Fact]
    public async Task An_id_nobody_registered_is_poison()
    {
        using var ids = await ConnectAsync((await shared.GetAsync()).Url);
        var decoder = new RecordDecoder<FlowCodec, Stray.Contracts.Flows.FlowRecord>(ids);
        byte[] message = [0, 0x7F, 0, 0, 1, 0];
        Assert.Equal(DecodeOutcome.Poison, decoder.Decode(message, FlowCodec.Create(), out var reason));
        Assert.Contains("2130706433 is unknown to the registry", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_is_down_at_start_is_said_so()
    {
        var (ids, failure) = await RegistrySchemaIds.ConnectAsync("http://127.0.0.1:9", _options, [Topics.Flows], TimeProvider.System);
        Assert.Null(ids);
        Assert.Equal(ExitCode.Unavailable, failure?.Code);
        Assert.Contains("http://127.0.0.1:9 (SchemaRegistry:Url) does not answer", failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_goes_down_later_stops_only_schemas_never_met_before()
    {
        await using var registry = await SchemaRegistry.StartAsync();
        using var ids = await ConnectAsync(registry.Url);
        await registry.RunAsync("kill");
        var decoder = new RecordDecoder<FlowCodec, Stray.Contracts.Flows.FlowRecord>(ids);
        var message = new RecordEncoder<FlowCodec, Stray.Contracts.Flows.FlowRecord>(ids.IdOf(Topics.Flows)).Encode(FlowRecords.Of(1))!;
        Assert.Equal(DecodeOutcome.Ok, decoder.Decode(message, FlowCodec.Create(), out _));
        Framing.Write(message, 987654);
        Assert.Equal(DecodeOutcome.Unavailable, decoder.Decode(message, FlowCodec.Create(), out var reason));
        Assert.Contains("does not say what schema id 987654 is", reason, StringComparison.Ordinal);
    }

    private async Task<RegistrySchemaIds> ConnectAsync(string url)
    {
        var (ids, failure) = await RegistrySchemaIds.ConnectAsync(url, _options, Schemas.Names, TimeProvider.System);
        Assert.Null(failure);
        return ids!;
    }
}
