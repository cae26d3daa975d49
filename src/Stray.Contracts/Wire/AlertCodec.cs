using Stray.Contracts.Alerts;

namespace Stray.Contracts.Wire;

/// <summary>Alerts as they cross <see cref="Topics.Alerts"/>, by Schemas/stray.alerts.v1.avsc.</summary>
public sealed class AlertCodec : IRecordCodec<AlertMessage>
{
    private const int HighestConfidence = 100;

    private static readonly Alert Nothing = new("", "", "", "", 0, 0, 0, 0, Severity.Informational, 0, "", "", "", "", [], [], [], 0, "");

    private AlertCodec()
    {
    }

    public static string Schema { get; } = Schemas.Text(Topics.Alerts);

    /// <summary>A message with an alert about nothing, to read into.</summary>
    public static AlertMessage Create() => new(Nothing);

    public static void Write(ref AvroWriter writer, AlertMessage record)
    {
        var alert = record.Alert;
        writer.WriteString(alert.Id);
        writer.WriteString(alert.Tenant);
        writer.WriteLong((int)alert.Activity);
        writer.WriteLong((int)alert.Status);
        writer.WriteString(alert.SuppressionId);
        writer.WriteString(alert.Sensor);
        writer.WriteString(alert.Entity);
        writer.WriteLong(alert.WindowStart);
        writer.WriteLong(alert.WindowEnd);
        writer.WriteLong(alert.FirstSeen);
        writer.WriteLong(alert.LastSeen);
        writer.WriteLong((int)alert.Severity);
        writer.WriteLong(alert.Confidence);
        writer.WriteString(alert.Title);
        writer.WriteString(alert.Expected);
        writer.WriteString(alert.Seen);
        writer.WriteString(alert.NotSeen);
        AlertEvidenceCodec.WriteSteps(ref writer, alert.NextSteps);
        AlertEvidenceCodec.WriteFindings(ref writer, alert.Findings);
        AlertEvidenceCodec.WriteFlows(ref writer, alert.Flows);
        writer.WriteLong(alert.FlowCount);
        writer.WriteString(alert.Baseline);
    }

    /// <summary>Reads exactly one alert; anything else is refused with the reason, and <paramref name="record"/> keeps what it had.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, AlertMessage record, out string reason)
    {
        var reader = new AvroReader(bytes);
        var alert = Read(ref reader);
        if (reader.Remaining > 0)
        {
            reader.Fail("bytes follow the record");
        }

        reason = reader.Failure;
        record.Alert = reader.Failed ? record.Alert : alert;
        return !reader.Failed;
    }

    public static bool TryRead(ref AvroReader reader, AlertMessage record)
    {
        var alert = Read(ref reader);
        record.Alert = reader.Failed ? record.Alert : alert;
        return !reader.Failed;
    }

    private static Alert Read(ref AvroReader reader)
    {
        var (id, tenant) = (reader.ReadString(), reader.ReadString());
        var activity = (AlertActivity)reader.ReadLong((long)AlertActivity.Create, (long)AlertActivity.Close);
        var status = (AlertStatus)reader.ReadLong((long)AlertStatus.New, (long)AlertStatus.Deleted);
        var suppression = reader.ReadString();
        return new Alert(
            id,
            tenant,
            Sensor: reader.ReadString(),
            Entity: reader.ReadString(),
            WindowStart: reader.ReadLong(),
            WindowEnd: reader.ReadLong(),
            FirstSeen: reader.ReadLong(),
            LastSeen: reader.ReadLong(),
            (Severity)reader.ReadLong((long)Severity.Informational, (long)Severity.Critical),
            Confidence: (int)reader.ReadLong(0, HighestConfidence),
            Title: reader.ReadString(),
            Expected: reader.ReadString(),
            Seen: reader.ReadString(),
            NotSeen: reader.ReadString(),
            AlertEvidenceCodec.ReadSteps(ref reader),
            AlertEvidenceCodec.ReadFindings(ref reader),
            AlertEvidenceCodec.ReadFlows(ref reader),
            FlowCount: (int)reader.ReadLong(0, int.MaxValue),
            Baseline: reader.ReadString())
        {
            Activity = activity,
            Status = status,
            SuppressionId = suppression,
        };
    }
}
