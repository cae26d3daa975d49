using System.IO.Compression;

namespace Stray.Contracts.Wire;

/// <summary>
/// Reads an Avro object container file of one kind of record, block by block. Input is hostile: a cut or damaged file gives
/// every whole block before the damage and then a <see cref="Failure"/>; lengths allocate nothing before their bytes arrive.
/// </summary>
public sealed class RecordFileReader<TCodec, TRecord> : IDisposable
    where TCodec : IRecordCodec<TRecord>
{
    private readonly BoundedStream _stream;
    private readonly string _source;
    private readonly RecordFileHeader? _header;
    private readonly MemoryStream _inflated = new();
    private ReadOnlyMemory<byte> _block;
    private long _blockStart;
    private long _left;

    /// <param name="source">File name, for messages.</param>
    public RecordFileReader(Stream stream, string source)
    {
        _stream = new BoundedStream(stream);
        _source = source;
        _header = RecordFileHeader.Read(_stream, out var reason);
        if (_header is null)
        {
            Fail(reason);
        }
        else if (_header.Codec is not (RecordFileFormat.Null or RecordFileFormat.Deflate))
        {
            Fail($"compression '{Shorten(_header.Codec)}' is not supported, use null or deflate");
        }
        else if (!SchemaShape.Same(_header.Schema, TCodec.Schema))
        {
            Fail("its schema is another version's or another kind of record's");
        }
    }

    public RecordFileFailure? Failure { get; private set; }

    /// <summary>Records given so far.</summary>
    public long Records { get; private set; }

    /// <summary>The next record into <paramref name="record"/>; false at the end of the file or on a failure.</summary>
    public bool TryRead(TRecord record)
    {
        if (_left == 0 && !TryNextBlock())
        {
            return false;
        }

        var reader = new AvroReader(_block.Span);
        if (!TCodec.TryRead(ref reader, record))
        {
            return Fail($"record {Records + 1}: {reader.Failure}");
        }

        _block = _block[reader.Position..];
        _left--;
        if (_left == 0 && !_block.IsEmpty)
        {
            return Fail("a block holds more bytes than its records");
        }

        Records++;
        return true;
    }

    public void Dispose() => _stream.Dispose();

    private bool TryNextBlock()
    {
        _blockStart = _stream.Position;
        if (Failure is not null || !_stream.TryReadLong(out var count))
        {
            // Nothing at all where a block would start is the end of a sound file.
            return Failure is null && _stream.Position > _blockStart && Fail("the file is cut within a block's count");
        }

        if (count <= 0 || !_stream.TryReadLong(out var size) || size is < 0 or > RecordFileFormat.LargestBlock)
        {
            return Fail("a block's count or size is cut or impossible");
        }

        if (!_stream.TryRead(size, out var bytes))
        {
            return Fail("the file is cut within a block");
        }

        return TryUnpack(bytes) && TrySync() && TryCount(count);
    }

    // The next read reuses the stream's buffer, so a plain block is copied out of it before the marker is read.
    private bool TryUnpack(ReadOnlyMemory<byte> bytes)
    {
        _inflated.SetLength(0);
        if (_header!.Codec == RecordFileFormat.Null)
        {
            _inflated.Write(bytes.Span);
        }
        else if (!TryInflate(bytes))
        {
            return Fail("a block does not inflate, or to more than is allowed");
        }

        _block = _inflated.GetBuffer().AsMemory(0, (int)_inflated.Length);
        return true;
    }

    private bool TryInflate(ReadOnlyMemory<byte> bytes)
    {
        using var inflate = new DeflateStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        Span<byte> step = stackalloc byte[8192];
        try
        {
            for (var read = inflate.Read(step); read > 0; read = inflate.Read(step))
            {
                if (_inflated.Length + read > RecordFileFormat.LargestBlock)
                {
                    return false;
                }

                _inflated.Write(step[..read]);
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return true;
    }

    private bool TrySync() =>
        (_stream.TryRead(RecordFileFormat.SyncLength, out var sync) && sync.Span.SequenceEqual(_header!.Sync))
        || Fail("the marker after a block is cut or wrong");

    private bool TryCount(long count)
    {
        if (count > _block.Length)
        {
            return Fail("a block has more records than bytes");
        }

        _left = count;
        return true;
    }

    /// <summary>Always false, so that failing is one expression.</summary>
    private bool Fail(string reason)
    {
        Failure ??= new RecordFileFailure(_source, _blockStart, Records, reason);
        _left = 0;
        return false;
    }

    private static string Shorten(string text) => text.Length <= 32 ? text : text[..32] + "…";
}
