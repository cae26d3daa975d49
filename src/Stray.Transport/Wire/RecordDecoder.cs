using Stray.Contracts.Wire;

namespace Stray.Transport.Wire;

public enum DecodeOutcome
{
    Ok,

    /// <summary>Unreadable for ever: set it aside with the reason.</summary>
    Poison,

    /// <summary>The registry is needed and does not answer: try the same message again later.</summary>
    Unavailable,
}

/// <summary>
/// Decodes framed messages. Records written with our own schema take the span codec; those of another version are projected
/// onto it by Apache.Avro: slow, correct, and rare (the time of an upgrade). One per consuming thread.
/// </summary>
public sealed class RecordDecoder<TCodec, TRecord>(ISchemaIds ids)
    where TCodec : IRecordCodec<TRecord>
{
    // Ids are met from a registry; a hostile writer cannot add to it by naming unknown ones, since only known ones are kept.
    private readonly Dictionary<int, SchemaProjection> _projections = [];

    /// <summary>Records that took the slow path.</summary>
    public long Projected { get; private set; }

    /// <summary>Reads a message and overwrites <paramref name="record"/>, which is undefined unless the outcome is Ok.</summary>
    public DecodeOutcome Decode(ReadOnlySpan<byte> message, TRecord record, out string reason)
    {
        if (!Framing.TryRead(message, out var id, out var body, out reason))
        {
            return DecodeOutcome.Poison;
        }

        if (!_projections.TryGetValue(id, out var projection))
        {
            var lookup = ids.Find(id);
            if (lookup.Outcome != LookupOutcome.Known)
            {
                reason = lookup.Reason;
                return lookup.Outcome == LookupOutcome.Unknown ? DecodeOutcome.Poison : DecodeOutcome.Unavailable;
            }

            _projections[id] = projection = SchemaProjection.Between(lookup.Schema, TCodec.Schema);
        }

        return Decode(projection, body, record, ref reason) ? DecodeOutcome.Ok : DecodeOutcome.Poison;
    }

    private bool Decode(SchemaProjection projection, ReadOnlySpan<byte> body, TRecord record, ref string reason)
    {
        if (!projection.IsIdentity)
        {
            if (!projection.TryProject(body, out var projected, out reason))
            {
                return false;
            }

            Projected++;
            body = projected;
        }

        var reader = new AvroReader(body);
        if (TCodec.TryRead(ref reader, record) && reader.Remaining > 0)
        {
            reader.Fail("bytes follow the record");
        }

        reason = reader.Failure;
        return !reader.Failed;
    }
}
