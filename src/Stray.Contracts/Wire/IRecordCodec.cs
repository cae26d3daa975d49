namespace Stray.Contracts.Wire;

/// <summary>How one kind of record crosses: its schema and a span codec byte-identical to Apache.Avro's for that schema.</summary>
public interface IRecordCodec<TRecord>
{
    /// <summary>The Avro schema as JSON.</summary>
    static abstract string Schema { get; }

    static abstract TRecord Create();

    static abstract void Write(ref AvroWriter writer, TRecord record);

    /// <summary>Reads one record and overwrites <paramref name="record"/>; false with the reason in <see cref="AvroReader.Failure"/>.</summary>
    static abstract bool TryRead(ref AvroReader reader, TRecord record);
}
