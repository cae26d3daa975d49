using System.Text.Json.Nodes;
using Avro;
using Avro.Generic;
using Avro.IO;
using Stray.Contracts;
using Stray.Contracts.Wire;
using Stray.Tests.Contracts.Wire;

namespace Stray.Tests.Contracts.SchemaFiles;

/// <summary>
/// The alert schema will grow (process, account, employee, pillars): a reader with more fields must understand every record
/// written before, at every depth, and each of today's fields must have a default that stands in for it.
/// </summary>
public sealed class AlertEvolutionTests
{
    [Fact]
    public void A_reader_with_more_fields_in_every_record_reads_what_is_written_today()
    {
        var later = Schema.Parse(Grown(JsonNode.Parse(AlertCodec.Schema)!).ToJsonString());
        var message = Enumerable.Range(0, 100).Select(RandomAlerts.Of).First(m => m.Alert.Flows.Count > 0 && m.Alert.Findings.Count > 0);
        var read = Read(RandomAlerts.Encode(message), ApacheAlerts.AlertSchema, later);
        Assert.Equal(message.Alert.Id, read["uid"]);
        Assert.Equal(message.Alert.Baseline, read["baseline"]);
        Assert.Null(read["added"]);
        var flow = Assert.IsType<GenericRecord>(Items(read, "flows")[0]);
        Assert.Null(flow["added"]);
        Assert.Equal(message.Alert.Flows[0].Score.PValue, ((GenericRecord)flow["score"])["p_value"]);
        Assert.Equal(message.Alert.Findings.Count, Items(read, "findings").Length);
    }

    [Fact]
    public void Every_field_that_an_earlier_writer_lacked_has_a_default_of_its_type()
    {
        var bare = Schema.Parse("""{"type":"record","name":"Alert","namespace":"org.stray","fields":[]}""");
        var read = Read([], bare, ApacheAlerts.AlertSchema);
        Assert.Equal(("", 1, 1, 0L), (read["uid"], read["status_id"], read["activity_id"], read["window_start"]));
        Assert.Empty(Items(read, "findings"));
        var back = AlertCodec.Create();
        Assert.True(AlertCodec.TryRead(ApacheRecords.Encode(read), back, out var reason), reason);
        Assert.Equal(RandomAlerts.Json(AlertCodec.Create().Alert), RandomAlerts.Json(back.Alert));
    }

    [Fact]
    public void Evidence_without_its_fields_reads_as_empty_evidence()
    {
        var earlier = JsonNode.Parse(AlertCodec.Schema)!;
        foreach (var name in new[] { "findings", "flows" })
        {
            earlier["fields"]!.AsArray().Single(f => (string)f!["name"]! == name)!["type"]!["items"]!["fields"] = new JsonArray();
        }

        var schema = (RecordSchema)Schema.Parse(earlier.ToJsonString());
        var record = ApacheAlerts.Of(AlertCodec.Create().Alert);
        var written = new GenericRecord(schema);
        foreach (var field in schema.Fields)
        {
            written.Add(field.Name, field.Name is "findings" or "flows"
                ? new[] { new GenericRecord(ApacheAlerts.ItemOf(schema, field.Name)) }
                : record[field.Name]);
        }

        var read = Read(ApacheRecords.Encode(written), schema, ApacheAlerts.AlertSchema);
        var back = AlertCodec.Create();
        Assert.True(AlertCodec.TryRead(ApacheRecords.Encode(read), back, out var reason), reason);
        Assert.Equal(("", 0.0, 0), (back.Alert.Flows[0].Flow.Source, back.Alert.Flows[0].Score.Value, back.Alert.Flows[0].Score.Reasons.Count));
    }

    private static object[] Items(GenericRecord record, string field) => (object[])record[field];

    private static GenericRecord Read(byte[] bytes, Schema writer, Schema reader) =>
        new GenericDatumReader<GenericRecord>(writer, reader).Read(null!, new BinaryDecoder(new MemoryStream(bytes)));

    /// <summary>The schema with one nullable field more in every record.</summary>
    private static JsonNode Grown(JsonNode node)
    {
        if (node is JsonObject entries)
        {
            foreach (var child in entries.Select(e => e.Value).OfType<JsonNode>().Where(c => c is not JsonValue))
            {
                Grown(child);
            }

            (entries["fields"] as JsonArray)?.Add(new JsonObject { ["name"] = "added", ["type"] = new JsonArray("null", "string"), ["default"] = null });
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>())
            {
                Grown(item);
            }
        }

        return node;
    }
}
