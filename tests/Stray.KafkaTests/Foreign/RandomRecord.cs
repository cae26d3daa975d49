using Avro;
using Avro.Generic;

namespace Stray.KafkaTests.Foreign;

/// <summary>Random values of any schema, for topics whose codec these tests do not know.</summary>
internal static class RandomRecord
{
    private const int Deepest = 8;

    public static object Of(Schema schema, Random random) => Of(schema, random, 0)!;

    private static object? Of(Schema schema, Random random, int depth) => schema switch
    {
        RecordSchema record => Record(record, random, depth),
        UnionSchema union => Of(union[depth > Deepest ? 0 : random.Next(union.Count)], random, depth),
        ArraySchema array => Enumerable.Range(0, depth > Deepest ? 0 : random.Next(4)).Select(_ => Of(array.ItemSchema, random, depth + 1)).ToArray(),
        MapSchema map => Enumerable.Range(0, random.Next(4)).ToDictionary(i => $"key{i}", _ => Of(map.ValueSchema, random, depth + 1)),
        EnumSchema symbols => new GenericEnum(symbols, symbols[random.Next(symbols.Count)]),
        _ => Primitive(schema.Tag, random),
    };

    private static GenericRecord Record(RecordSchema schema, Random random, int depth)
    {
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields)
        {
            record.Add(field.Name, Of(field.Schema, random, depth + 1));
        }

        return record;
    }

    private static object? Primitive(Schema.Type type, Random random) => type switch
    {
        Schema.Type.Boolean => random.Next(2) == 1,
        Schema.Type.Int => random.Next(int.MinValue, int.MaxValue),
        Schema.Type.Long => random.NextInt64(long.MinValue, long.MaxValue),
        Schema.Type.Float => random.NextSingle() * 1000,
        Schema.Type.Double => random.NextDouble() * 1000,
        Schema.Type.String => random.Next(3) switch { 0 => "", 1 => "größe → 雪", _ => $"text {random.Next()}" },
        Schema.Type.Bytes => new byte[] { 0, 255, (byte)random.Next(256) },
        _ => null,
    };
}
