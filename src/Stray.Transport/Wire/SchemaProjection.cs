using Avro;
using Avro.Generic;
using Avro.IO;

namespace Stray.Transport.Wire;

/// <summary>Turns the body of a record written with one schema into the body the reader's schema would have given.</summary>
internal sealed class SchemaProjection
{
    private readonly string _refusal;
    private readonly Schema? _writer;
    private readonly GenericDatumReader<GenericRecord>? _read;
    private readonly GenericDatumWriter<GenericRecord>? _write;

    private SchemaProjection(string refusal) => _refusal = refusal;

    private SchemaProjection(Schema writer, Schema reader)
        : this("")
    {
        _writer = writer;
        _read = new(writer, reader);
        _write = new(reader);
    }

    /// <summary>Whether the bytes are the same in both schemas, so that there is nothing to do.</summary>
    public bool IsIdentity { get; private init; }

    /// <summary>Never fails: two schemas without a way between them give a projection that refuses every record with the reason.</summary>
    public static SchemaProjection Between(string writer, string reader)
    {
        try
        {
            var (from, to) = (Schema.Parse(writer), Schema.Parse(reader));
            if (SchemaWalk.Recurs(from))
            {
                return new($"written with schema {from.Fullname}, which contains itself");
            }

            return SchemaNormalization.ToParsingForm(from) == SchemaNormalization.ToParsingForm(to)
                ? new("") { IsIdentity = true }
                : from is RecordSchema && from.Fullname == to.Fullname
                    ? new SchemaProjection(from, to)
                    : new($"written with schema {from.Fullname}, not {to.Fullname}");
        }
        catch (AvroException e)
        {
            return new($"no way from the writer's schema to ours: {e.Message}");
        }
    }

    /// <summary>Only for a projection that is not the identity.</summary>
    public bool TryProject(ReadOnlySpan<byte> body, out byte[] projected, out string reason)
    {
        projected = [];
        reason = _refusal.Length > 0 ? _refusal : SchemaWalk.FirstFailure(body, _writer!);
        if (reason.Length > 0)
        {
            return false;
        }

        try
        {
            using var from = new MemoryStream(body.ToArray());
            using var to = new MemoryStream();
            _write!.Write(_read!.Read(null!, new BinaryDecoder(from)), new BinaryEncoder(to));
            projected = to.ToArray();
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException) // the library has no list of what it throws on odd values
        {
            reason = $"does not resolve to our schema: {e.Message}";
            return false;
        }
    }
}
