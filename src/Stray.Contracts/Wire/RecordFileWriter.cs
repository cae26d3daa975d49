using System.IO.Compression;
using System.Text;
using Stray.Contracts.Features;

namespace Stray.Contracts.Wire;

/// <summary>
/// Writes records of one kind as an Avro object container file, block by block: after a crash everything up to the last
/// whole block is readable. Owns the stream. Allocates nothing per record.
/// </summary>
public sealed class RecordFileWriter<TCodec, TRecord> : IDisposable
    where TCodec : IRecordCodec<TRecord>
{
    private readonly Stream _stream;
    private readonly bool _deflate;
    private readonly byte[] _sync;
    private readonly RecordBuffer _record = new();
    private readonly MemoryStream _block = new();
    private readonly MemoryStream _deflated = new();
    private int _count;

    public RecordFileWriter(Stream stream, bool deflate = true)
    {
        _stream = stream;
        _deflate = deflate;
        var codec = deflate ? RecordFileFormat.Deflate : RecordFileFormat.Null;
        _sync = RecordFileFormat.Sync(TCodec.Schema, codec);
        WriteHeader(codec);
    }

    /// <summary>Records written.</summary>
    public long Records { get; private set; }

    /// <summary>Records left out because they exceed what a topic takes.</summary>
    public long TooLarge => _record.TooLarge;

    public void Write(TRecord record)
    {
        var bytes = _record.Encode<TCodec, TRecord>(record);
        if (bytes.IsEmpty)
        {
            return;
        }

        _block.Write(bytes);
        _count++;
        Records++;
        if (_block.Length >= RecordFileFormat.BlockBytes)
        {
            CloseBlock();
        }
    }

    /// <summary>Closes the block begun, so that what was written so far can be read.</summary>
    public void Flush()
    {
        CloseBlock();
        _stream.Flush();
    }

    public void Dispose()
    {
        CloseBlock();
        _stream.Dispose();
    }

    private void WriteHeader(string codec)
    {
        var bytes = new byte[TCodec.Schema.Length * 4 + 1024];
        var writer = new AvroWriter(bytes);
        writer.WriteRaw(RecordFileFormat.Magic);
        writer.WriteLong(3);
        WriteEntry(ref writer, RecordFileFormat.SchemaKey, TCodec.Schema);
        WriteEntry(ref writer, RecordFileFormat.CodecKey, codec);
        WriteEntry(ref writer, RecordFileFormat.FeaturesKey, FeatureCatalogue.Fingerprint);
        writer.WriteLong(0);
        writer.WriteRaw(_sync);
        _stream.Write(writer.Written);
    }

    private static void WriteEntry(ref AvroWriter writer, string key, string value)
    {
        writer.WriteString(key);
        writer.WriteBytes(Encoding.UTF8.GetBytes(value));
    }

    private void CloseBlock()
    {
        if (_count == 0)
        {
            return;
        }

        var content = Content();
        Span<byte> head = stackalloc byte[24];
        var writer = new AvroWriter(head);
        writer.WriteLong(_count);
        writer.WriteLong(content.Length);
        _stream.Write(writer.Written);
        _stream.Write(content);
        _stream.Write(_sync);
        _block.SetLength(0);
        _count = 0;
    }

    private ReadOnlySpan<byte> Content()
    {
        var plain = _block.GetBuffer().AsSpan(0, (int)_block.Length);
        if (!_deflate)
        {
            return plain;
        }

        _deflated.SetLength(0);
        using (var deflate = new DeflateStream(_deflated, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(plain);
        }

        return _deflated.GetBuffer().AsSpan(0, (int)_deflated.Length);
    }
}
