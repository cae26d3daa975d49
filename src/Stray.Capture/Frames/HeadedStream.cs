namespace Stray.Capture.Frames;

/// <summary>
/// Gives bytes that were read ahead once more, then the rest of the stream (stdin cannot be wound back), or else what broke
/// the reading ahead.
/// </summary>
internal sealed class HeadedStream(byte[] head, Stream rest, Exception? broken) : Stream
{
    private int _given;

    public byte[] Head => head;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var ahead = Math.Min(head.Length - _given, buffer.Length);
        if (ahead == 0)
        {
            return broken is null ? rest.Read(buffer) : throw broken;
        }

        head.AsSpan(_given, ahead).CopyTo(buffer);
        _given += ahead;
        return ahead;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
