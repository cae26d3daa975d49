namespace Stray.Contracts.Wire;

/// <summary>Reads numbers and byte strings of stated length from a stream that may be cut or lie about its lengths.</summary>
internal sealed class BoundedStream(Stream stream) : IDisposable
{
    private const int Step = 64 << 10;

    private readonly byte[] _one = new byte[1];
    private byte[] _bytes = new byte[Step];

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>The next byte, -1 at the end.</summary>
    public int ReadByte()
    {
        if (stream.Read(_one) == 0)
        {
            return -1;
        }

        Position++;
        return _one[0];
    }

    /// <summary>A zig-zag number; false when the stream ends within it or it is longer than 10 bytes.</summary>
    public bool TryReadLong(out long value)
    {
        value = 0;
        ulong bits = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = ReadByte();
            if (next < 0)
            {
                return false;
            }

            bits |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Exactly <paramref name="length"/> bytes, valid until the next call; false when the stream ends before. The buffer
    /// grows with what arrives, so that a stated length alone allocates nothing.
    /// </summary>
    public bool TryRead(long length, out ReadOnlyMemory<byte> bytes)
    {
        var got = 0;
        while (got < length)
        {
            if (got == _bytes.Length)
            {
                Array.Resize(ref _bytes, _bytes.Length * 2);
            }

            var read = stream.Read(_bytes, got, (int)Math.Min(length - got, _bytes.Length - got));
            if (read == 0)
            {
                break;
            }

            got += read;
        }

        Position += got;
        bytes = _bytes.AsMemory(0, got);
        return got == length;
    }

    public void Dispose() => stream.Dispose();
}
