namespace Stray.Tests.Capture.Frames;

/// <summary>The slowest pipe there is, cannot be wound back and may break: whoever reads must ask again and again.</summary>
internal sealed class OneByteStream(byte[] bytes, int breaksAt = int.MaxValue) : Stream
{
    private int _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_given == breaksAt)
        {
            throw new IOException("the disk is gone");
        }

        if (_given == bytes.Length || count == 0)
        {
            return 0;
        }

        buffer[offset] = bytes[_given++];
        return 1;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
