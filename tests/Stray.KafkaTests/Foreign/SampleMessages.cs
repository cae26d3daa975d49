using Avro;
using Avro.Generic;
using Avro.IO;
using Stray.Contracts;
using Stray.Contracts.Alerts;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;
using Stray.Contracts.Wire;
using Stray.Tests.Contracts.Wire;
using Stray.Transport.Wire;

namespace Stray.KafkaTests.Foreign;

/// <summary>Framed messages of a topic as this product writes them.</summary>
internal static class SampleMessages
{
    public static byte[][] Of(string topic, int count)
    {
        var id = new FixedSchemaIds().IdOf(topic);
        return topic switch
        {
            Topics.Flows => Encode<FlowCodec, FlowRecord>(id, count, FlowRecords.Of),
            Topics.Observations => Encode<ObservationCodec, Observation>(id, count, Judged),
            Topics.Alerts => Encode<AlertCodec, AlertMessage>(id, count, RandomAlerts.Of),
            _ => throw new ArgumentException($"say here how {topic} is written", nameof(topic)),
        };
    }

    /// <summary>The same message as Apache.Avro reads it.</summary>
    public static GenericRecord Decode(string topic, byte[] message)
    {
        var schema = Schema.Parse(Schemas.Text(topic));
        using var body = new MemoryStream(message, Framing.Length, message.Length - Framing.Length);
        return new GenericDatumReader<GenericRecord>(schema, schema).Read(null!, new BinaryDecoder(body));
    }

    private static Observation Judged(int seed)
    {
        var observation = ObservationCodec.Create();
        observation.Entity = $"host-{seed}";
        observation.Flow = FlowRecords.Of(seed);
        observation.Score = seed % 3 == 0 ? null : new(1.5 * seed, 1d / (seed + 1), "tls/outbound", "default@1", [new("duration", seed, 0.5f, 0, 1, 2)]);
        return observation;
    }

    private static byte[][] Encode<TCodec, TRecord>(int id, int count, Func<int, TRecord> record)
        where TCodec : IRecordCodec<TRecord>
    {
        var encoder = new RecordEncoder<TCodec, TRecord>(id);
        return [.. Enumerable.Range(0, count).Select(i => encoder.Encode(record(i))!)];
    }
}
