namespace Stray.Capture.Frames;

/// <summary>
/// Reads a stream in large blocks and hands out spans of its one buffer, so that a frame costs no copy and no allocation.
/// The buffer grows only for a structure larger than it, up to <see cref="Largest"/>, and only as its bytes really come: what
/// a length field claims costs nothing.
/// </summary>
internal sealed class BlockReader(Stream input)
{
    /// <summary>No structure larger than this is ever buffered, whatever a length field claims.</summary>
    public const int Largest = (16 << 20) + 4096;

    private const int BlockSize = 256 << 10;

    private byte[] _buffer = new byte[BlockSize];
    private int _start;
    private int _end;
    private long _bufferOffset;

    /// <summary>Offset in the (decompressed) input of the next byte.</summary>
    public long Offset => _bufferOffset + _start;

    public int Available => _end - _start;

    /// <summary>Why the input broke before its end: an I/O error or damaged compression.</summary>
    public string? Broken { get; private set; }

    /// <summary>The next <paramref name="length"/> bytes; they must have been ensured and live until the next ensure.</summary>
    public ReadOnlySpan<byte> Peek(int length) => _buffer.AsSpan(_start, length);

    public void Consume(int length) => _start += length;

    /// <summary>False when the input ends or breaks before <paramref name="length"/> bytes (at most <see cref="Largest"/>).</summary>
    public bool Ensure(int length) => _end - _start >= length || Fill(length);

    /// <summary>Moves on without buffering; false when the input ends or breaks first.</summary>
    public bool Skip(long length)
    {
        while (length > Available)
        {
            length -= Available;
            _start = _end;
            if (!Fill(1))
            {
                return false;
            }
        }

        _start += (int)length;
        return true;
    }

    private bool Fill(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Largest);
        MakeRoom();
        while (Available < length)
        {
            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Min(Largest, 2 * _buffer.Length));
            }

            var read = ReadMore();
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, Available).CopyTo(_buffer);
        _bufferOffset += _start;
        _end -= _start;
        _start = 0;
    }

    // The framework tells of a failing disk and of damaged gzip data by exceptions only: here they become a reason.
    private int ReadMore()
    {
        if (Broken is not null)
        {
            return 0;
        }

        try
        {
            return input.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Broken = e is InvalidDataException ? "the gzip data is damaged or cut: copy the file again, or read on with what there is" : e.Message;
            return 0;
        }
    }
}
