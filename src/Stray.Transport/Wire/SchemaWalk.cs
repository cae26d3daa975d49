using Avro;
using Stray.Contracts.Wire;

namespace Stray.Transport.Wire;

/// <summary>
/// Walks a record's bytes by a schema before Apache.Avro sees them: that library allocates what a length says, and five bytes
/// would cost 2 GiB.
/// </summary>
internal static class SchemaWalk
{
    /// <summary>A schema that refers to itself nests as deep as a record is long: a stack overflow ends the process.</summary>
    private const int Deepest = 64;

    /// <summary>Empty when the bytes are exactly one record.</summary>
    public static string FirstFailure(ReadOnlySpan<byte> body, Schema schema)
    {
        var reader = new AvroReader(body);
        Walk(ref reader, schema, 0);
        if (reader.Remaining > 0)
        {
            reader.Fail("bytes follow the record");
        }

        return reader.Failure;
    }

    private static void Walk(ref AvroReader reader, Schema schema, int depth)
    {
        if (depth > Deepest)
        {
            reader.Fail("nested too deep");
        }

        if (reader.Failed)
        {
            return;
        }

        switch (schema)
        {
            case RecordSchema record:
                foreach (var field in record.Fields) Walk(ref reader, field.Schema, depth + 1);
                break;
            case UnionSchema union:
                Walk(ref reader, union[(int)reader.ReadLong(0, union.Count - 1)], depth + 1);
                break;
            case ArraySchema array:
                WalkBlocks(ref reader, array.ItemSchema, false, depth + 1);
                break;
            case MapSchema map:
                WalkBlocks(ref reader, map.ValueSchema, true, depth + 1);
                break;
            case EnumSchema symbols:
                reader.ReadLong(0, symbols.Count - 1);
                break;
            case FixedSchema bytes:
                for (var i = 0; i < bytes.Size && !reader.Failed; i++) reader.ReadBoolean();
                break;
            case LogicalSchema logical:
                Walk(ref reader, logical.BaseSchema, depth + 1);
                break;
            default:
                WalkPrimitive(ref reader, schema.Tag);
                break;
        }
    }

    // An item of no bytes (null, an empty record) would let a count of 2^60 pass: every item must have one.
    private static void WalkBlocks(ref AvroReader reader, Schema item, bool keyed, int depth)
    {
        for (var count = reader.ReadBlockCount(1); count > 0; count = reader.ReadBlockCount(1))
        {
            for (var i = 0; i < count && !reader.Failed; i++)
            {
                if (keyed) reader.ReadBytes();
                Walk(ref reader, item, depth);
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
