using System.Text.Json;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Runs;

/// <summary>One finding of one flow as a line of JSON, with the field names of the command-line contract.</summary>
public static class FindingLines
{
    public static void Write(Utf8JsonWriter json, in FlowFinding finding, FlowIdentity flow)
    {
        var definition = FindingCatalogue.Of(finding.Name);
        json.WriteStartObject();
        json.WriteString("finding", definition.Id);
        json.WriteString("tier", definition.Tier.ToString());
        json.WriteNumber("frame", finding.Frame);
        json.WriteNumber("offset", finding.Offset);
        json.WriteNumber("length", finding.Length);
        json.WriteString("time", EventTime.Text(finding.Time));
        json.WriteString("community_id", flow.CommunityId);
        json.WriteString("src", flow.Source);
        json.WriteNumber("sport", flow.SourcePort);
        json.WriteString("dst", flow.Destination);
        json.WriteNumber("dport", flow.DestinationPort);
        json.WriteString("proto", flow.Protocol);
        json.WriteString("app", flow.App);
        json.WriteNumber("count", finding.Count);
        json.WriteString("standard", definition.Standard);
        json.WriteString("detail", finding.Detail.ToString());
        json.WriteEndObject();
    }
}
