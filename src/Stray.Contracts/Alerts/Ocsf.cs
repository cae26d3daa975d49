using System.Text.Json;
using Stray.Contracts.Findings;

namespace Stray.Contracts.Alerts;

/// <summary>Writes an alert as OCSF 1.8 Detection Finding (class_uid 2004), one JSON object without line breaks.</summary>
public static class Ocsf
{
    private const int ClassUid = 2004;
    private const int CategoryUid = 2;

    public static void Write(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject();
        WriteClass(json, alert);
        WriteMetadata(json, alert);
        WriteFindingInfo(json, alert);
        WriteEvidences(json, alert);
        WriteObservables(json, alert);
        WriteUnmapped(json, alert);
        json.WriteEndObject();
    }

    /// <summary>One reason as an object; a value that was not observable is null.</summary>
    public static void WriteReason(Utf8JsonWriter json, in Scores.Reason reason) => OcsfEvidence.WriteReason(json, reason);

    private static void WriteClass(Utf8JsonWriter json, Alert alert)
    {
        json.WriteNumber("activity_id", (int)alert.Activity);
        json.WriteString("activity_name", alert.Activity.ToString());
        json.WriteNumber("category_uid", CategoryUid);
        json.WriteString("category_name", "Findings");
        json.WriteNumber("class_uid", ClassUid);
        json.WriteString("class_name", "Detection Finding");
        json.WriteNumber("type_uid", (ClassUid * 100) + (int)alert.Activity);
        json.WriteString("type_name", $"Detection Finding: {alert.Activity}");
        json.WriteNumber("time", Milliseconds(alert.LastSeen));
        json.WriteNumber("start_time", Milliseconds(alert.FirstSeen));
        json.WriteNumber("end_time", Milliseconds(alert.LastSeen));
        json.WriteNumber("severity_id", (int)alert.Severity);
        json.WriteString("severity", alert.Severity.ToString());
        json.WriteNumber("status_id", (int)alert.Status);
        json.WriteString("status", alert.Status == AlertStatus.InProgress ? "In Progress" : alert.Status.ToString());
        json.WriteBoolean("is_alert", true);
        json.WriteNumber("confidence_score", alert.Confidence);
        json.WriteNumber("confidence_id", alert.Confidence >= 80 ? 3 : alert.Confidence >= 50 ? 2 : 1);
        json.WriteNumber("count", alert.FlowCount);
        json.WriteString("message", alert.Seen);
        json.WriteString("comment", alert.Expected);
    }

    private static void WriteMetadata(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject("metadata");
        json.WriteString("version", "1.8.0");
        json.WriteString("uid", alert.Id);
        json.WriteString("tenant_uid", alert.Tenant);
        json.WriteString("log_name", Topics.Alerts);
        json.WriteStartObject("product");
        json.WriteString("name", "Stray");
        json.WriteString("vendor_name", "Stray");
        json.WriteString("version", typeof(Ocsf).Assembly.GetName().Version!.ToString(3));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFindingInfo(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject("finding_info");
        json.WriteString("uid", alert.Id);
        json.WriteString("title", alert.Title);
        json.WriteString("desc", alert.Seen);
        json.WriteNumber("created_time", Milliseconds(alert.FirstSeen));
        json.WriteNumber("first_seen_time", Milliseconds(alert.FirstSeen));
        json.WriteNumber("last_seen_time", Milliseconds(alert.LastSeen));
        json.WriteNumber("modified_time", Milliseconds(alert.LastSeen));
        json.WriteStartArray("types");
        foreach (var finding in alert.Findings)
        {
            json.WriteStringValue(FindingCatalogue.Of(finding.Name).Id);
        }

        json.WriteEndArray();
        WriteAnalytic(json);
        json.WriteEndObject();
    }

    // AN1983 belongs to detection strategy DET0851 of T1585.001 (ATT&CK v18.1).
    private static void WriteAnalytic(Utf8JsonWriter json)
    {
        json.WriteStartObject("analytic");
        json.WriteString("uid", "AN1983");
        json.WriteString("name", "Analytic 1983");
        json.WriteString("category", "DET0851");
        json.WriteNumber("type_id", 2);
        json.WriteString("type", "Behavioral");
        json.WriteEndObject();
        json.WriteStartArray("attacks");
        json.WriteStartObject();
        json.WriteString("version", "18.1");
        json.WriteStartObject("technique");
        json.WriteString("uid", "T1585");
        json.WriteString("name", "Establish Accounts");
        json.WriteEndObject();
        json.WriteStartObject("sub_technique");
        json.WriteString("uid", "T1585.001");
        json.WriteString("name", "Social Media Accounts");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteEvidences(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartArray("evidences");
        foreach (var finding in alert.Findings)
        {
            json.WriteStartObject();
            json.WriteString("name", FindingCatalogue.Of(finding.Name).Id);
            OcsfEvidence.WriteConnection(json, finding.Flow);
            OcsfEvidence.WriteFinding(json, finding);
            json.WriteEndObject();
        }

        foreach (var flow in alert.Flows)
        {
            json.WriteStartObject();
            json.WriteString("name", "flow_strays_from_baseline");
            OcsfEvidence.WriteConnection(json, flow.Flow);
            OcsfEvidence.WriteScore(json, flow.Score);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteObservables(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartArray("observables");
        json.WriteStartObject();
        json.WriteString("name", "entity");
        json.WriteString("value", alert.Entity);
        json.WriteNumber("type_id", System.Net.IPAddress.TryParse(alert.Entity, out _) ? 2 : 3); // IP or MAC address
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteUnmapped(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject("unmapped");
        json.WriteString("entity", alert.Entity);
        json.WriteString("sensor", alert.Sensor);
        json.WriteString("baseline", alert.Baseline);
        json.WriteString("not_seen", alert.NotSeen);
        if (alert.SuppressionId.Length > 0)
        {
            json.WriteString("suppression_uid", alert.SuppressionId);
        }

        json.WriteStartArray("next_steps");
        foreach (var step in alert.NextSteps)
        {
            json.WriteStringValue(step);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static long Milliseconds(long nanoseconds) => nanoseconds / 1_000_000;
}
