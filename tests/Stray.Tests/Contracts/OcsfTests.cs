using System.Text.Json;
using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Detection.Alerting;
using Stray.Tests.Contracts.Wire;
using Stray.Tests.Detection.Alerting;

namespace Stray.Tests.Contracts;

/// <summary>Holds the alert JSON to the OCSF schema files: required attributes, no unknown ones, enumerations.</summary>
public sealed class OcsfTests
{
    [Fact]
    public void An_alert_has_what_Detection_Finding_requires_and_nothing_it_does_not_know()
    {
        var attributes = Attributes("events", "base_event.json");
        Merge(attributes, Attributes("events", "findings", "finding.json"));
        Merge(attributes, Attributes("events", "findings", "detection_finding.json"));
        var alert = Sample();
        Assert.Empty(alert.EnumerateObject().Select(p => p.Name).Except(attributes.Keys));
        Assert.Empty(attributes.Where(a => a.Value.Required).Select(a => a.Key).Except(alert.EnumerateObject().Select(p => p.Name)));
        Assert.Equal(200401, alert.GetProperty("type_uid").GetInt64());
    }

    [Theory]
    [InlineData("metadata", "metadata.json")]
    [InlineData("finding_info", "finding_info.json")]
    public void Objects_have_what_the_schema_requires_and_nothing_it_does_not_know(string name, string file)
    {
        var attributes = Attributes("objects", file);
        var members = Sample().GetProperty(name).EnumerateObject().Select(p => p.Name).ToList();
        Assert.Empty(members.Except(attributes.Keys));
        Assert.Empty(attributes.Where(a => a.Value.Required).Select(a => a.Key).Except(members));
    }

    [Fact]
    public void Every_evidence_holds_only_attributes_of_the_schema()
    {
        var attributes = Attributes("objects", "evidences.json");
        var connection = Attributes("objects", "network_connection_info.json");
        var evidences = Sample().GetProperty("evidences").EnumerateArray().ToList();
        Assert.Equal(2, evidences.Count);
        foreach (var evidence in evidences)
        {
            Assert.Empty(evidence.EnumerateObject().Select(p => p.Name).Except(attributes.Keys));
            Assert.Empty(evidence.GetProperty("connection_info").EnumerateObject().Select(p => p.Name).Except(connection.Keys));
        }
    }

    [Fact]
    public void Every_activity_and_status_is_one_of_the_schema_with_its_caption()
    {
        SharedData.File("formats", "ocsf"); // a skip within Assert.All would be a failure
        Assert.All(Enum.GetValues<AlertActivity>(), activity =>
        {
            var json = Json(Alert() with { Activity = activity });
            Assert.Equal(Caption("activity_id", (int)activity), json.GetProperty("activity_name").GetString());
            Assert.Equal(200400 + (int)activity, json.GetProperty("type_uid").GetInt32());
        });
        Assert.All(Enum.GetValues<AlertStatus>(), status =>
            Assert.Equal(Caption("status_id", (int)status), Json(Alert() with { Status = status }).GetProperty("status").GetString()));
    }

    [Fact]
    public void A_suppressed_alert_names_its_suppression_and_others_none()
    {
        Assert.Equal("S-7", Json(Alert() with { SuppressionId = "S-7" }).GetProperty("unmapped").GetProperty("suppression_uid").GetString());
        Assert.False(Sample().GetProperty("unmapped").TryGetProperty("suppression_uid", out _));
    }

    private static JsonElement Sample() => Json(Alert());

    private static Alert Alert()
    {
        var fold = new AlertFold(new AlertOptions(), TimeProvider.System);
        fold.Add(AlertFoldTests.Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal), AlertFoldTests.Stray(0.0001));
        return fold.Close().Single();
    }

    private static JsonElement Json(Alert alert) => JsonDocument.Parse(RandomAlerts.Json(alert)).RootElement;

    private static string? Caption(string attribute, int value)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.File("formats", "ocsf", "events", "findings", "finding.json")));
        return document.RootElement.GetProperty("attributes").GetProperty(attribute).GetProperty("enum").GetProperty($"{value}").GetProperty("caption").GetString();
    }

    private static Dictionary<string, (bool Required, int _)> Attributes(params string[] file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.File(["formats", "ocsf", .. file])));
        return document.RootElement.GetProperty("attributes").EnumerateObject().Where(a => a.Value.ValueKind == JsonValueKind.Object)
            .ToDictionary(a => a.Name, a => (a.Value.TryGetProperty("requirement", out var r) && r.GetString() == "required", 0));
    }

    private static void Merge(Dictionary<string, (bool Required, int _)> into, Dictionary<string, (bool Required, int _)> more)
    {
        foreach (var (name, value) in more)
        {
            into[name] = (value.Required || (into.TryGetValue(name, out var had) && had.Required), 0);
        }
    }
}
