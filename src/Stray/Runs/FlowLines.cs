using System.Text.Json;
using Stray.Contracts.Alerts;
using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;

namespace Stray.Runs;

/// <summary>One flow as a line of JSON: identity, every feature by name (null where not observable), score and findings.</summary>
public static class FlowLines
{
    public static void Write(Utf8JsonWriter json, FlowRecord flow, Score? score)
    {
        json.WriteStartObject();
        WriteIdentity(json, flow);
        for (var i = 0; i < flow.Features.Length; i++)
        {
            WriteNumber(json, FeatureCatalogue.All[i].Id, flow.Features[i]);
        }

        WriteScore(json, score);
        json.WriteStartArray("findings");
        foreach (var finding in flow.Findings)
        {
            json.WriteStringValue(FindingCatalogue.Of(finding.Name).Id);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, FlowRecord flow)
    {
        var identity = FlowIdentity.Of(flow);
        json.WriteString("community_id", flow.CommunityId);
        json.WriteNumber("ts", EventTime.Seconds(flow.Start));
        json.WriteNumber("dur", EventTime.Seconds(flow.End - flow.Start));
        json.WriteString("src", identity.Source);
        json.WriteNumber("sport", flow.SourcePort);
        json.WriteString("dst", identity.Destination);
        json.WriteNumber("dport", flow.DestinationPort);
        json.WriteString("proto", identity.Protocol);
        json.WriteString("app", flow.App);
        json.WriteString("state", flow.State);
        json.WriteString("direction", Lower(flow.Direction.ToString()));
        json.WriteString("ended", Lower(flow.Ended.ToString()));
        json.WriteString("sensor", flow.Sensor);
        json.WriteNumber("fwd_pkts", flow.ForwardPackets);
        json.WriteNumber("bwd_pkts", flow.BackwardPackets);
        json.WriteNumber("fwd_bytes", flow.ForwardBytes);
        json.WriteNumber("bwd_bytes", flow.BackwardBytes);
        json.WriteString("server_name", flow.ServerName);
        json.WriteString("ja4", flow.Fingerprint);
    }

    private static void WriteScore(Utf8JsonWriter json, Score? score)
    {
        if (score is null)
        {
            json.WriteNull("score");
            json.WriteNull("p_value");
            json.WriteStartArray("reasons");
            json.WriteEndArray();
            return;
        }

        json.WriteNumber("score", score.Value);
        json.WriteNumber("p_value", score.PValue);
        json.WriteString("segment", score.Segment);
        json.WriteString("model", score.Model);
        json.WriteStartArray("reasons");
        foreach (var reason in score.Reasons)
        {
            Ocsf.WriteReason(json, reason);
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, float value)
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

    private static string Lower(string name) => name.ToLowerInvariant();
}
