using System.Text.Json;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;

namespace Stray.Contracts.Alerts;

/// <summary>The parts of an OCSF evidence artifact: endpoints, the finding's place in the capture, the score's reasons.</summary>
internal static class OcsfEvidence
{
    public static void WriteConnection(Utf8JsonWriter json, FlowIdentity flow)
    {
        WriteEndpoint(json, "src_endpoint", flow.Source, flow.SourcePort);
        WriteEndpoint(json, "dst_endpoint", flow.Destination, flow.DestinationPort);
        json.WriteStartObject("connection_info");
        json.WriteString("protocol_name", flow.Protocol);
        json.WriteNumber("direction_id", 0);
        if (flow.CommunityId.Length > 0)
        {
            json.WriteString("community_uid", flow.CommunityId);
        }

        json.WriteEndObject();
    }

    public static void WriteFinding(Utf8JsonWriter json, AlertFinding finding)
    {
        var definition = FindingCatalogue.Of(finding.Name);
        json.WriteStartObject("data");
        json.WriteString("finding", definition.Id);
        json.WriteString("tier", definition.Tier.ToString());
        json.WriteString("standard", definition.Standard);
        json.WriteNumber("count", finding.Count);
        json.WriteNumber("flows", finding.Flows);
        json.WriteString("sensor", finding.Sensor);
        json.WriteNumber("frame", finding.Frame);
        json.WriteNumber("offset", finding.Offset);
        json.WriteNumber("length", finding.Length);
        json.WriteString("detail", finding.Detail);
        json.WriteEndObject();
    }

    public static void WriteScore(Utf8JsonWriter json, Score score)
    {
        json.WriteStartObject("data");
        json.WriteNumber("score", score.Value);
        json.WriteNumber("p_value", score.PValue);
        json.WriteString("segment", score.Segment);
        json.WriteString("model", score.Model);
        json.WriteStartArray("reasons");
        foreach (var reason in score.Reasons)
        {
            WriteReason(json, reason);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteReason(Utf8JsonWriter json, in Reason reason)
    {
        json.WriteStartObject();
        json.WriteString("feature", reason.Feature);
        WriteFinite(json, "value", reason.Value);
        WriteFinite(json, "share", reason.Share);
        WriteFinite(json, "low", reason.Low);
        WriteFinite(json, "median", reason.Median);
        WriteFinite(json, "high", reason.High);
        json.WriteEndObject();
    }

    // JSON has no NaN: a value that was not observable is null.
    private static void WriteFinite(Utf8JsonWriter json, string name, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteEndpoint(Utf8JsonWriter json, string name, string address, ushort port)
    {
        json.WriteStartObject(name);
        json.WriteString(address.Length == 17 && address[2] == ':' ? "mac" : "ip", address);
        json.WriteNumber("port", port);
        json.WriteEndObject();
    }
}
