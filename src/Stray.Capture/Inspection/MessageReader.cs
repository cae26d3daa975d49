namespace Stray.Capture.Inspection;

/// <summary>Length of the whole message that begins with these header bytes; negative when there can be no such message.</summary>
internal delegate long MessageLength(ReadOnlySpan<byte> header);

/// <summary>
/// Cuts one side's stream into messages whose header of fixed length says how long they are. At most <paramref name="kept"/>
/// bytes of each are shown, the rest is counted and skipped: one message cannot hold memory, and a gap in the skipped part
/// does no harm.
/// </summary>
internal sealed class MessageReader(int headerLength, int kept, MessageLength lengthOf)
{
    private readonly PlacedBuffer _buffer = new(kept);
    private long _skip;

    /// <summary>Bytes went missing or a header made no sense: where the next message begins is unknown.</summary>
    public bool IsLost { get; private set; }

    public void Reset()
    {
        _buffer.Reset();
        _skip = 0;
        IsLost = false;
    }

    public void Lose()
    {
        IsLost = true;
        _buffer.Reset();
    }

    /// <summary>Bytes that were lost, or cut by the snaplen.</summary>
    public void Miss(long bytes)
    {
        if (bytes > _skip)
        {
            Lose();
        }

        _skip -= Math.Min(bytes, _skip);
    }

    /// <summary>The caller is done with the message of the last <see cref="TryRead"/>.</summary>
    public void Next()
    {
        if (_buffer.Length > 0)
        {
            _buffer.Clear();
        }
    }

    /// <param name="message">The header and what is kept of the rest; only the header when its length makes no sense.</param>
    /// <param name="length">By the header; negative when it makes no sense, and the side is lost.</param>
    public bool TryRead(scoped in StreamChunk chunk, ref int position, out PlacedBytes message, out long length)
    {
        message = default;
        length = 0;
        while (!IsLost && position < chunk.Bytes.Length)
        {
            if (_skip > 0)
            {
                var skipped = (int)Math.Min(_skip, chunk.Bytes.Length - position);
                _skip -= skipped;
                position += skipped;
                continue;
            }

            if (_buffer.Length == 0 && TryWhole(chunk, ref position, out message, out length))
            {
                return true;
            }

            if (TryJoin(chunk, ref position, out message, out length))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryWhole(scoped in StreamChunk chunk, ref int position, out PlacedBytes message, out long length)
    {
        message = default;
        var rest = chunk.Bytes[position..];
        length = rest.Length < headerLength ? 0 : lengthOf(rest[..headerLength]);
        var shown = Shown(length);
        if (rest.Length < headerLength || rest.Length < shown)
        {
            return false;
        }

        message = new PlacedBytes(chunk, rest[..shown], position);
        position += shown;
        Finish(length, shown);
        return true;
    }

    private bool TryJoin(scoped in StreamChunk chunk, ref int position, out PlacedBytes message, out long length)
    {
        message = default;
        length = 0;
        position += _buffer.Append(chunk, position, Math.Min(headerLength - _buffer.Length, chunk.Bytes.Length - position));
        if (_buffer.Length < headerLength)
        {
            return false;
        }

        length = lengthOf(_buffer.Bytes[..headerLength]);
        var shown = Shown(length);
        position += _buffer.Append(chunk, position, Math.Min(shown - _buffer.Length, chunk.Bytes.Length - position));
        if (_buffer.Length < shown)
        {
            return false;
        }

        message = new PlacedBytes(_buffer);
        Finish(length, shown);
        return true;
    }

    private int Shown(long length) => (int)Math.Clamp(length, headerLength, kept);

    private void Finish(long length, int shown)
    {
        IsLost = length < 0;
        _skip = Math.Max(0, length - shown);
    }
}
