using Stray.Contracts.Scores;

namespace Stray.Contracts.Wire;

/// <summary>Observations as they cross <see cref="Topics.Observations"/>, by Schemas/stray.observations.v1.avsc.</summary>
public sealed class ObservationCodec : IRecordCodec<Observation>
{
    private const int LeastReasonBytes = 21;

    private ObservationCodec()
    {
    }

    public static string Schema { get; } = Schemas.Text(Topics.Observations);

    public static Observation Create() => new();

    public static void Write(ref AvroWriter writer, Observation record)
    {
        writer.WriteString(record.Entity);
        FlowIdentityCodec.Write(ref writer, record.Flow);
        WriteScore(ref writer, record.Score);
        FindingsCodec.Write(ref writer, record.Flow.Findings);
    }

    /// <summary>Reads exactly one record; anything else is refused with the reason.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, Observation record, out string reason)
    {
        var reader = new AvroReader(bytes);
        if (TryRead(ref reader, record) && reader.Remaining > 0)
        {
            reader.Fail("bytes follow the record");
        }

        reason = reader.Failure;
        return !reader.Failed;
    }

    public static bool TryRead(ref AvroReader reader, Observation record)
    {
        record.Entity = reader.ReadString(record.Entity);
        FlowIdentityCodec.Read(ref reader, record.Flow);
        record.Score = reader.ReadLong(0, 1) == 1 ? ReadScore(ref reader) : null;
        FindingsCodec.Read(ref reader, record.Flow.Findings);
        return !reader.Failed;
    }

    private static void WriteScore(ref AvroWriter writer, Score? score)
    {
        writer.WriteLong(score is null ? 0 : 1); // branch of the union
        if (score is null)
        {
            return;
        }

        writer.WriteDouble(score.Value);
        writer.WriteDouble(score.PValue);
        writer.WriteString(score.Segment);
        writer.WriteString(score.Model);
        if (score.Reasons.Count > 0)
        {
            writer.WriteLong(score.Reasons.Count);
        }

        for (var i = 0; i < score.Reasons.Count; i++)
        {
            WriteReason(ref writer, score.Reasons[i]);
        }

        writer.WriteLong(0);
    }

    private static void WriteReason(ref AvroWriter writer, in Reason reason)
    {
        writer.WriteString(reason.Feature);
        writer.WriteFloat(reason.Value);
        writer.WriteFloat(reason.Share);
        writer.WriteFloat(reason.Low);
        writer.WriteFloat(reason.Median);
        writer.WriteFloat(reason.High);
    }

    private static Score ReadScore(ref AvroReader reader)
    {
        var (value, pValue) = (reader.ReadDouble(), reader.ReadDouble());
        var (segment, model) = (reader.ReadString(), reader.ReadString());
        var reasons = new List<Reason>();
        for (var count = reader.ReadBlockCount(LeastReasonBytes); count > 0; count = reader.ReadBlockCount(LeastReasonBytes))
        {
            for (var i = 0; i < count && !reader.Failed; i++)
            {
                reasons.Add(new Reason(reader.ReadString(), reader.ReadFloat(), reader.ReadFloat(),
                    reader.ReadFloat(), reader.ReadFloat(), reader.ReadFloat()));
            }
        }

        return new Score(value, pValue, segment, model, reasons);
    }
}
