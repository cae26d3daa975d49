using System.Runtime.InteropServices;
using Stray.Contracts.Features;
using Stray.Contracts.Flows;

namespace Stray.Contracts.Wire;

/// <summary>Flow records as they cross <see cref="Topics.Flows"/>, by Schemas/stray.flows.v1.avsc.</summary>
public sealed class FlowCodec : IRecordCodec<FlowRecord>
{
    private FlowCodec()
    {
    }

    public static string Schema { get; } = Schemas.Text(Topics.Flows);

    public static FlowRecord Create() => new() { Features = new float[FeatureCatalogue.Count] };

    /// <summary>Writes one record; a feature vector of another length than the catalogue's is a bug of the caller.</summary>
    public static void Write(ref AvroWriter writer, FlowRecord record)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(record.Features.Length, FeatureCatalogue.Count);
        FlowIdentityCodec.Write(ref writer, record);
        WriteFeatures(ref writer, record.Features);
        FindingsCodec.Write(ref writer, record.Findings);
    }

    /// <summary>Reads exactly one record; anything else is refused with the reason, and <paramref name="record"/> is then undefined.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, FlowRecord record, out string reason)
    {
        var reader = new AvroReader(bytes);
        if (TryRead(ref reader, record) && reader.Remaining > 0)
        {
            reader.Fail("bytes follow the record");
        }

        reason = reader.Failure;
        return !reader.Failed;
    }

    public static bool TryRead(ref AvroReader reader, FlowRecord record)
    {
        FlowIdentityCodec.Read(ref reader, record);
        if (record.Features.Length != FeatureCatalogue.Count)
        {
            record.Features = new float[FeatureCatalogue.Count];
        }

        foreach (ref var feature in record.Features.AsSpan())
        {
            feature = reader.ReadFloat();
        }

        FindingsCodec.Read(ref reader, record.Findings);
        return !reader.Failed;
    }

    private static void WriteFeatures(ref AvroWriter writer, ReadOnlySpan<float> features)
    {
        if (BitConverter.IsLittleEndian)
        {
            writer.WriteRaw(MemoryMarshal.AsBytes(features)); // floats in a row are their own encoding
            return;
        }

        foreach (var feature in features)
        {
            writer.WriteFloat(feature);
        }
    }
}
