namespace Stray.Capture.Inspection;

/// <summary>Cuts one side's stream into lines of at most <paramref name="maximum"/> bytes. A line within one chunk is not copied.</summary>
internal sealed class LineReader(int maximum)
{
    private readonly PlacedBuffer _buffer = new(maximum);
    private bool _skipping;

    /// <summary>A line that is not complete yet.</summary>
    public PlacedBuffer Partial => _buffer;

    public void Reset()
    {
        _buffer.Reset();
        _skipping = false;
    }

    /// <summary>The next line without its end; call <see cref="Next"/> when done with it. False when it goes on in a later chunk.</summary>
    public bool TryRead(scoped in StreamChunk chunk, ref int position, out PlacedBytes line, out LineEnd end)
    {
        line = default;
        end = LineEnd.CrLf;
        while (position < chunk.Bytes.Length)
        {
            var rest = chunk.Bytes[position..];
            var feed = rest.IndexOf((byte)'\n');
            if (_skipping)
            {
                position += feed < 0 ? rest.Length : feed + 1;
                _skipping = feed < 0;
                continue;
            }

            return feed >= 0 && _buffer.Length == 0
                ? Whole(chunk, ref position, feed, out line, out end)
                : Joined(chunk, ref position, feed < 0 ? rest.Length : feed + 1, out line, out end);
        }

        return false;
    }

    public void Next()
    {
        if (_buffer.Length > 0)
        {
            _buffer.Clear();
        }
    }

    private bool Whole(scoped in StreamChunk chunk, ref int position, int feed, out PlacedBytes line, out LineEnd end)
    {
        var text = chunk.Bytes.Slice(position, feed);
        if (feed >= maximum)
        {
            text = text[..maximum];
            end = LineEnd.TooLong;
        }
        else
        {
            end = text.Length > 0 && text[^1] == '\r' ? LineEnd.CrLf : LineEnd.Lf;
            text = end == LineEnd.CrLf ? text[..^1] : text;
        }

        line = new PlacedBytes(chunk, text, position);
        position += feed + 1;
        return true;
    }

    private bool Joined(scoped in StreamChunk chunk, ref int position, int length, out PlacedBytes line, out LineEnd end)
    {
        var complete = chunk.Bytes[position + length - 1] == '\n';
        var taken = _buffer.Append(chunk, position, length);
        position += taken;
        end = LineEnd.TooLong;
        line = new PlacedBytes(_buffer);
        if (taken < length || (_buffer.IsFull && !complete))
        {
            _skipping = true;
            return true;
        }

        if (!complete)
        {
            return false;
        }

        var cr = _buffer.Length > 1 && _buffer.Bytes[^2] == '\r';
        end = cr ? LineEnd.CrLf : LineEnd.Lf;
        line = line.Slice(0, _buffer.Length - (cr ? 2 : 1));
        return true;
    }
}
