using System.Text;

namespace Stray.Contracts.Wire;

/// <summary>The header of an Avro object container file.</summary>
internal sealed record RecordFileHeader(string Schema, string Codec, byte[] Sync)
{
    /// <summary>Reads a header; null with the reason when it is none, cut or larger than allowed.</summary>
    public static RecordFileHeader? Read(BoundedStream stream, out string reason)
    {
        reason = "no Avro object container file";
        if (!stream.TryRead(RecordFileFormat.Magic.Length, out var magic) || !magic.Span.SequenceEqual(RecordFileFormat.Magic))
        {
            return null;
        }

        reason = "the file header is cut or damaged";
        var entries = new Dictionary<string, string>();
        if (!TryReadEntries(stream, entries) || !stream.TryRead(RecordFileFormat.SyncLength, out var sync))
        {
            return null;
        }

        if (!entries.TryGetValue(RecordFileFormat.SchemaKey, out var schema))
        {
            return null;
        }

        return new RecordFileHeader(schema, entries.GetValueOrDefault(RecordFileFormat.CodecKey, RecordFileFormat.Null), sync.ToArray());
    }

    private static bool TryReadEntries(BoundedStream stream, Dictionary<string, string> entries)
    {
        var read = 0;
        while (stream.TryReadLong(out var count))
        {
            if (count == 0)
            {
                return true;
            }

            if (count < 0 && !stream.TryReadLong(out _)) // a negative count is followed by the block's size
            {
                return false;
            }

            for (var left = Math.Abs(Math.Max(count, -RecordFileFormat.MostKeys - 1)); left > 0; left--)
            {
                if (++read > RecordFileFormat.MostKeys || !TryReadText(stream, out var key) || !TryReadText(stream, out var value))
                {
                    return false;
                }

                entries[key] = value;
            }
        }

        return false;
    }

    private static bool TryReadText(BoundedStream stream, out string text)
    {
        text = "";
        if (!stream.TryReadLong(out var length) || length is < 0 or > RecordFileFormat.LargestValue
            || !stream.TryRead(length, out var bytes))
        {
            return false;
        }

        text = Encoding.UTF8.GetString(bytes.Span);
        return true;
    }
}
