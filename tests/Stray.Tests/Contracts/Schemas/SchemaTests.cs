using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avro;
using Stray.Contracts;
using Stray.Contracts.Features;
using Stray.Contracts.Flows;
using Stray.Tests.Contracts.Wire;

namespace Stray.Tests.Contracts.SchemaFiles;

public sealed class SchemaTests
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Names => [.. Stray.Contracts.Schemas.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schema_parses_and_every_field_of_every_record_has_a_default_and_a_doc(string topic)
    {
        Assert.IsType<RecordSchema>(Schema.Parse(Stray.Contracts.Schemas.Text(topic)));
        Assert.All(Fields(JsonNode.Parse(Stray.Contracts.Schemas.Text(topic))), field =>
        {
            Assert.True(field.ContainsKey("default"), $"{field["name"]} has no default");
            Assert.False(string.IsNullOrWhiteSpace((string?)field["doc"]), $"{field["name"]} has no doc");
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_default_of_a_float_is_written_as_one_or_python_readers_refuse_it(string topic) =>
        Assert.All(
            Fields(JsonNode.Parse(Stray.Contracts.Schemas.Text(topic))).Where(f => f["type"] is JsonValue type && (string?)type is "float" or "double"),
            field => Assert.Contains('.', field["default"]!.ToJsonString()));

    [Fact]
    public void The_flow_schema_has_the_features_of_the_catalogue_in_its_order()
    {
        var schema = JsonNode.Parse(Stray.Contracts.Schemas.Text(Topics.Flows))!.AsObject();
        var rendered = WithFeaturesOfTheCatalogue(schema);
        Repository.Holds(rendered.ToJsonString(Readable) + "\n", "src", "Stray.Contracts", "Schemas", Topics.Flows + ".avsc");
        Assert.Equal(
            FeatureCatalogue.All.Select(f => f.Id),
            schema["fields"]!.AsArray().Where(f => f!["type"] is JsonValue type && (string?)type == "float").Select(f => (string)f!["name"]!));
    }

    [Fact]
    public void Enum_symbols_are_the_names_of_the_enums_in_their_order()
    {
        var schema = (RecordSchema)Schema.Parse(Stray.Contracts.Schemas.Text(Topics.Flows));
        Assert.Equal(Enum.GetNames<FlowDirection>(), ((EnumSchema)schema["direction"].Schema).Symbols);
        Assert.Equal(Enum.GetNames<FlowEnd>(), ((EnumSchema)schema["ended"].Schema).Symbols);
    }

    [Fact]
    public void Observations_identify_a_flow_by_the_same_fields_as_flows()
    {
        static List<string> Identity(string topic, int skip) =>
        [
            .. JsonNode.Parse(Stray.Contracts.Schemas.Text(topic))!["fields"]!.AsArray().Skip(skip)
                .TakeWhile(f => (string)f!["name"]! is not ("duration" or "score")).Select(f => f!.ToJsonString()),
        ];
        Assert.Equal(Identity(Topics.Flows, 0), Identity(Topics.Observations, 1));
    }

    [Fact]
    public void An_alert_names_a_flow_by_fields_of_flows_so_that_both_topics_join()
    {
        var flows = (RecordSchema)Schema.Parse(Stray.Contracts.Schemas.Text(Topics.Flows));
        var identity = (RecordSchema)ApacheAlerts.ItemOf(ApacheAlerts.AlertSchema, "flows")["flow"].Schema;
        Assert.All(identity.Fields.Where(f => f.Name != "protocol_name"), field => // a name here, a number there
        {
            Assert.Equal(flows[field.Name].Schema, field.Schema);
            Assert.Equal(flows[field.Name].Documentation, field.Documentation);
        });
    }

    [Fact]
    public void Alerts_and_observations_have_the_same_score()
    {
        var alerts = ApacheAlerts.ItemOf(ApacheAlerts.AlertSchema, "flows")["score"].Schema;
        Assert.Equal(((UnionSchema)ApacheRecords.ObservationSchema["score"].Schema)[1].ToString(), alerts.ToString());
    }

    private static JsonObject WithFeaturesOfTheCatalogue(JsonObject schema)
    {
        var fields = schema["fields"]!.AsArray();
        var ids = FeatureCatalogue.All.Select(f => f.Id).ToHashSet();
        var others = fields.Where(f => !ids.Contains((string)f!["name"]!)).Select(f => f!.DeepClone()).ToList();
        var features = FeatureCatalogue.All.Select(f => (JsonNode)new JsonObject
        {
            ["name"] = f.Id,
            ["type"] = "float",
            ["doc"] = $"{f.What} ({f.Unit}; NaN = not observable).",
            ["default"] = JsonNode.Parse("0.0"), // avro for Python takes no integer for a float
        });
        var copy = schema.DeepClone().AsObject();
        copy["fields"] = new JsonArray([.. others.SkipLast(1), .. features, others[^1]]);
        return copy;
    }

    private static IEnumerable<JsonObject> Fields(JsonNode? node) => node switch
    {
        JsonObject entries => (entries["fields"]?.AsArray() ?? []).Select(f => f!.AsObject())
            .Concat(entries.Select(e => e.Value).SelectMany(Fields)),
        JsonArray items => items.SelectMany(Fields),
        _ => [],
    };
}
