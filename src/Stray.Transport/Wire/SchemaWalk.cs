using Avro;
using Stray.Contracts.Wire;

namespace Stray.Transport.Wire;

/// <summary>
/// Walks a record's bytes by a schema before Apache.Avro sees them: that library allocates what a length says, and five bytes
/// would cost 2 GiB.
/// </summary>
internal static class SchemaWalk
{
    /// <summary>
    /// Whether a schema contains itself. Its records could nest as deep as they are long, and Apache.Avro overflows the stack,
    /// which ends the process, when it merely prepares to skip such a field.
    /// </summary>
    public static bool Recurs(Schema schema) => Recurs(schema, []);

    /// <summary>Empty when the bytes are exactly one record of a schema that does not contain itself.</summary>
    public static string FirstFailure(ReadOnlySpan<byte> body, Schema schema)
    {
        var reader = new AvroReader(body);
        Walk(ref reader, schema);
        if (reader.Remaining > 0)
        {
            reader.Fail("bytes follow the record");
        }

        return reader.Failure;
    }

    private static bool Recurs(Schema schema, List<Schema> outer) => schema switch
    {
        RecordSchema record => outer.Contains(record, ReferenceEqualityComparer.Instance)
            || record.Fields.Exists(f => Recurs(f.Schema, [.. outer, record])),
        UnionSchema union => union.Schemas.Any(s => Recurs(s, outer)),
        ArraySchema array => Recurs(array.ItemSchema, outer),
        MapSchema map => Recurs(map.ValueSchema, outer),
        _ => false,
    };

    private static void Walk(ref AvroReader reader, Schema schema)
    {
        if (reader.Failed)
        {
            return;
        }

        switch (schema)
        {
            case RecordSchema record:
                foreach (var field in record.Fields) Walk(ref reader, field.Schema);
                break;
            case UnionSchema union:
                Walk(ref reader, union[(int)reader.ReadLong(0, union.Count - 1)]);
                break;
            case ArraySchema array:
                WalkBlocks(ref reader, array.ItemSchema, false);
                break;
            case MapSchema map:
                WalkBlocks(ref reader, map.ValueSchema, true);
                break;
            case EnumSchema symbols:
                reader.ReadLong(0, symbols.Count - 1);
                break;
            case FixedSchema bytes:
                for (var i = 0; i < bytes.Size && !reader.Failed; i++) reader.ReadBoolean();
                break;
            case LogicalSchema logical:
                Walk(ref reader, logical.BaseSchema);
                break;
            default:
                WalkPrimitive(ref reader, schema.Tag);
                break;
        }
    }

    // An item of no bytes (null, an empty record) would let a count of 2^60 pass: every item must have one.
    private static void WalkBlocks(ref AvroReader reader, Schema item, bool keyed)
    {
        for (var count = reader.ReadBlockCount(1); count > 0; count = reader.ReadBlockCount(1))
        {
            for (var i = 0; i < count && !reader.Failed; i++)
            {
                if (keyed) reader.ReadBytes();
                Walk(ref reader, item);
            }
        }
    }

    private static void WalkPrimitive(ref AvroReader reader, Schema.Type type)
    {
        switch (type)
        {
            case Schema.Type.Boolean:
                reader.ReadBoolean();
                break;
            case Schema.Type.Int:
                reader.ReadLong(int.MinValue, int.MaxValue);
                break;
            case Schema.Type.Long:
                reader.ReadLong();
                break;
            case Schema.Type.Float:
                reader.ReadFloat();
                break;
            case Schema.Type.Double:
                reader.ReadDouble();
                break;
            case Schema.Type.String or Schema.Type.Bytes:
                reader.ReadBytes();
                break;
            default: // null: no bytes
                break;
        }
    }
}
