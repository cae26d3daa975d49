using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Stray.Contracts;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;
using Stray.Tests.Contracts.Wire;
using Stray.Transport.Wire;

namespace Stray.Tests.Transport.Wire;

public sealed class RecordDecoderTests
{
    private const int Older = 1;
    private const int Newer = 2;
    private const int Other = 3;
    private const int Nested = 4;
    private const int Silent = 5;

    private static readonly int Ours = new FixedSchemaIds().IdOf(Topics.Flows);

    private readonly RecordDecoder<FlowCodec, FlowRecord> _decoder = new(new TestIds());
    private readonly FlowRecord _record = FlowCodec.Create();

    [Fact]
    public void A_record_of_our_own_schema_is_read_without_projection()
    {
        var expected = FlowRecords.Of(1);
        Assert.Equal((DecodeOutcome.Ok, ""), Decode(new RecordEncoder<FlowCodec, FlowRecord>(Ours).Encode(expected)!));
        FlowRecords.AssertEqual(expected, _record);
        Assert.Equal(0, _decoder.Projected);
    }

    [Fact]
    public void A_record_written_before_a_field_was_added_has_its_default()
    {
        var expected = FlowRecords.Of(2);
        expected.Tenant = ""; // the field the older schema lacks
        var body = new RecordEncoder<FlowCodec, FlowRecord>(Older).Encode(expected)!;
        byte[] message = [.. body[..Framing.Length], .. body[(Framing.Length + 1)..]]; // an empty string is one byte
        Assert.Equal((DecodeOutcome.Ok, ""), Decode(message));
        FlowRecords.AssertEqual(expected, _record);
        Assert.Equal(1, _decoder.Projected);
    }

    [Fact]
    public void A_field_a_newer_writer_added_is_left_out()
    {
        var expected = FlowRecords.Of(3);
        byte[] message = [.. new RecordEncoder<FlowCodec, FlowRecord>(Newer).Encode(expected)!, 4, (byte)'h', (byte)'i'];
        Assert.Equal((DecodeOutcome.Ok, ""), Decode(message));
        FlowRecords.AssertEqual(expected, _record);
    }

    [Theory]
    [InlineData("", "fewer than the prefix")]
    [InlineData("00000003", "fewer than the prefix")]
    [InlineData("7B2261223A317D", "first byte 123")]
    [InlineData("00000000FF00", "schema id 255 is not")]
    [InlineData("000000000300", "written with schema org.stray.Observation, not org.stray.Flow")]
    [InlineData("0000000001FEFFFFFF0F", "a length runs past the end")]
    [InlineData("000000000101", "a length runs past the end")]
    public void What_cannot_be_read_is_poison_with_its_reason(string hex, string says)
    {
        var (outcome, reason) = Decode(Convert.FromHexString(hex));
        Assert.Equal(DecodeOutcome.Poison, outcome);
        Assert.Contains(says, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_after_a_record_are_poison()
    {
        byte[] message = [.. new RecordEncoder<FlowCodec, FlowRecord>(Ours).Encode(FlowRecords.Of(4))!, 0];
        Assert.Contains("bytes follow", Decode(message).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registry_that_does_not_answer_makes_no_poison() => Assert.Equal(DecodeOutcome.Unavailable, Decode([0, 0, 0, 0, Silent, 0]).Outcome);

    [Fact]
    public void A_schema_that_contains_itself_is_poison_and_does_not_end_the_process()
    {
        byte[] message = [0, 0, 0, 0, Nested, .. Enumerable.Repeat((byte)2, 500_000)];
        Assert.Contains("contains itself", Decode(message).Reason, StringComparison.Ordinal);
    }

    [Property(MaxTest = 2000)]
    public void Random_bytes_never_throw(byte id, byte[] body)
    {
        var (outcome, reason) = Decode([0, 0, 0, 0, (byte)(id % 5), .. body]);
        Assert.Equal(outcome == DecodeOutcome.Ok, reason.Length == 0);
    }

    [Fact]
    public void A_record_larger_than_the_bound_is_counted_and_not_encoded()
    {
        var encoder = new RecordEncoder<FlowCodec, FlowRecord>(Ours, 16);
        Assert.Null(encoder.Encode(FlowRecords.Of(5)));
        Assert.Equal(1, encoder.TooLarge);
    }

    private (DecodeOutcome Outcome, string Reason) Decode(byte[] message) => (_decoder.Decode(message, _record, out var reason), reason);

    private sealed class TestIds : ISchemaIds
    {
        private readonly FixedSchemaIds _fixed = new();

        public int IdOf(string topic) => _fixed.IdOf(topic);

        public SchemaLookup Find(int id) => id switch
        {
            Older => Known(fields => fields.RemoveAt(0)),
            Newer => Known(fields => fields.Add(JsonNode.Parse("""{ "name": "later", "type": "string", "default": "" }"""))),
            Other => new(LookupOutcome.Known, ObservationCodec.Schema, ""),
            Nested => Known(fields => fields.Insert(0, JsonNode.Parse("""{ "name": "inner", "type": ["null", "Flow"], "default": null }"""))),
            Silent => new(LookupOutcome.Unavailable, "", "down"),
            _ => _fixed.Find(id),
        };

        private static SchemaLookup Known(Action<JsonArray> change)
        {
            var schema = JsonNode.Parse(FlowCodec.Schema)!;
            change(schema["fields"]!.AsArray());
            return new(LookupOutcome.Known, schema.ToJsonString(), "");
        }
    }
}
