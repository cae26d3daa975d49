using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Stray.Runs;

/// <summary>
/// NDJSON onto a stream that it owns: one object a line, one reused buffer. The default encoder escapes everything outside ASCII letters,
/// so that hostile names cannot break out of a terminal or a page.
/// </summary>
public sealed class LineWriter(Stream destination) : IDisposable
{
    private const int FlushAt = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAt);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default, SkipValidation = true });

    public void Write<T>(T item, Action<Utf8JsonWriter, T> line)
    {
        _json.Reset(_buffer);
        line(_json, item);
        _json.Flush();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushAt)
        {
            Flush();
        }
    }

    public void Flush()
    {
        destination.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        destination.Flush();
    }

    public void Dispose()
    {
        Flush();
        _json.Dispose();
        destination.Dispose();
    }
}
