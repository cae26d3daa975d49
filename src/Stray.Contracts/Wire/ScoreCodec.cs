using Stray.Contracts.Scores;

namespace Stray.Contracts.Wire;

/// <summary>The score record that observations and alerts share.</summary>
internal static class ScoreCodec
{
    /// <summary>The fewest bytes a score takes, as a bound for arrays of them.</summary>
    public const int LeastBytes = 19;

    private const int LeastReasonBytes = 21;

    public static void Write(ref AvroWriter writer, Score score)
    {
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

    /// <summary>A score that is no finite number is refused: it orders nothing, and JSON cannot say it.</summary>
    public static Score Read(ref AvroReader reader)
    {
        var (value, pValue) = (reader.ReadDouble(), reader.ReadDouble());
        if (!double.IsFinite(value) || !double.IsFinite(pValue))
        {
            reader.Fail("a score is not a finite number");
        }

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

    private static void WriteReason(ref AvroWriter writer, in Reason reason)
    {
        writer.WriteString(reason.Feature);
        writer.WriteFloat(reason.Value);
        writer.WriteFloat(reason.Share);
        writer.WriteFloat(reason.Low);
        writer.WriteFloat(reason.Median);
        writer.WriteFloat(reason.High);
    }
}
