using Stray.Contracts.Scores;

namespace Stray.Contracts.Wire;

/// <summary>Observations as they cross <see cref="Topics.Observations"/>, by Schemas/stray.observations.v1.avsc.</summary>
public sealed class ObservationCodec : IRecordCodec<Observation>
{
    private ObservationCodec()
    {
    }

    public static string Schema { get; } = Schemas.Text(Topics.Observations);

    public static Observation Create() => new();

    public static void Write(ref AvroWriter writer, Observation record)
    {
        writer.WriteString(record.Entity);
        FlowIdentityCodec.Write(ref writer, record.Flow);
        writer.WriteLong(record.Score is null ? 0 : 1); // branch of the union
        if (record.Score is not null)
        {
            ScoreCodec.Write(ref writer, record.Score);
        }

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
        record.Score = reader.ReadLong(0, 1) == 1 ? ScoreCodec.Read(ref reader) : null;
        FindingsCodec.Read(ref reader, record.Flow.Findings);
        return !reader.Failed;
    }
}
