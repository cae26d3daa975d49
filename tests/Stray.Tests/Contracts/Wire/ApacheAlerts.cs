using Avro;
using Avro.Generic;
using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;

namespace Stray.Tests.Contracts.Wire;

/// <summary>The same alerts through Apache.Avro's generic writer: the oracle for our codec.</summary>
internal static class ApacheAlerts
{
    public static readonly RecordSchema AlertSchema = (RecordSchema)Schema.Parse(AlertCodec.Schema);

    private static readonly RecordSchema FindingSchema = ItemOf(AlertSchema, "findings");
    private static readonly RecordSchema FlowSchema = ItemOf(AlertSchema, "flows");

    public static GenericRecord Of(Alert alert) => Record(
        AlertSchema,
        ("uid", alert.Id),
        ("tenant_uid", alert.Tenant),
        ("activity_id", (int)alert.Activity),
        ("status_id", (int)alert.Status),
        ("suppression_uid", alert.SuppressionId),
        ("sensor", alert.Sensor),
        ("entity", alert.Entity),
        ("window_start", alert.WindowStart),
        ("window_end", alert.WindowEnd),
        ("first_seen", alert.FirstSeen),
        ("last_seen", alert.LastSeen),
        ("severity_id", (int)alert.Severity),
        ("confidence_score", alert.Confidence),
        ("title", alert.Title),
        ("expected", alert.Expected),
        ("seen", alert.Seen),
        ("not_seen", alert.NotSeen),
        ("next_steps", alert.NextSteps.ToArray()),
        ("findings", alert.Findings.Select(Finding).ToArray()),
        ("flows", alert.Flows.Select(Flow).ToArray()),
        ("count", alert.FlowCount),
        ("baseline", alert.Baseline));

    public static RecordSchema ItemOf(RecordSchema record, string field) => (RecordSchema)((ArraySchema)record[field].Schema).ItemSchema;

    private static GenericRecord Finding(AlertFinding finding) => Record(
        FindingSchema,
        ("name", FindingCatalogue.Of(finding.Name).Id),
        ("count", finding.Count),
        ("flows", finding.Flows),
        ("sensor", finding.Sensor),
        ("frame", finding.Frame),
        ("offset", finding.Offset),
        ("length", finding.Length),
        ("detail", finding.Detail),
        ("flow", Identity(finding.Flow)));

    private static GenericRecord Flow(AlertFlow flow)
    {
        var schema = (RecordSchema)FlowSchema["score"].Schema;
        var score = Record(
            schema,
            ("value", flow.Score.Value),
            ("p_value", flow.Score.PValue),
            ("segment", flow.Score.Segment),
            ("model", flow.Score.Model),
            ("reasons", flow.Score.Reasons.Select(r => ApacheRecords.Reason(schema, r)).ToArray()));
        return Record(FlowSchema, ("flow", Identity(flow.Flow)), ("score", score));
    }

    private static GenericRecord Identity(FlowIdentity flow) => Record(
        (RecordSchema)FindingSchema["flow"].Schema,
        ("community_id", flow.CommunityId),
        ("start", flow.Start),
        ("end", flow.End),
        ("source", flow.Source),
        ("source_port", (int)flow.SourcePort),
        ("destination", flow.Destination),
        ("destination_port", (int)flow.DestinationPort),
        ("protocol_name", flow.Protocol),
        ("app", flow.App),
        ("server_name", flow.ServerName));

    private static GenericRecord Record(RecordSchema schema, params (string Name, object Value)[] fields)
    {
        var record = new GenericRecord(schema);
        foreach (var (name, value) in fields)
        {
            record.Add(name, value);
        }

        return record;
    }
}
