namespace Stray.Capture.Inspection.Sip;

/// <summary>Cuts one side's TCP stream into message heads; bodies are skipped by their Content-Length (RFC 3261 s18.3).</summary>
internal sealed class SipStream
{
    private const int LongestHead = 8192;
    private readonly PlacedBuffer _pending = new(LongestHead);

    public bool IsDone { get; private set; }

    /// <summary>Bytes of a body still to come.</summary>
    public long Skip { get; set; }

    public void Stop() => IsDone = true;

    public void Reset()
    {
        _pending.Reset();
        IsDone = false;
        Skip = 0;
    }

    /// <summary>The caller is done with the head of the last <see cref="TryNext"/>.</summary>
    public void Next() => _pending.Clear();

    /// <summary>The next head that ends in this chunk.</summary>
    public bool TryNext(scoped in StreamChunk chunk, ref int position, out PlacedBytes head)
    {
        head = default;
        Pass(chunk, ref position);
        if (IsDone || position >= chunk.Bytes.Length)
        {
            return false;
        }

        var before = _pending.Length;
        var taken = _pending.Append(chunk, position, chunk.Bytes.Length - position);
        var from = Math.Max(0, before - 3);
        var end = _pending.Bytes[from..].IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            position += taken;
            IsDone = _pending.IsFull;
            return false;
        }

        var length = from + end + 4;
        position += length - before;
        head = new PlacedBytes(_pending).Slice(0, length);
        return true;
    }

    /// <summary>Passes the rest of a body, and the empty lines that keep a connection alive (RFC 5626 s3.5.1).</summary>
    private void Pass(scoped in StreamChunk chunk, ref int position)
    {
        var skipped = (int)Math.Min(Skip, chunk.Bytes.Length - position);
        Skip -= skipped;
        position += skipped;
        while (_pending.Length == 0 && Skip == 0 && position < chunk.Bytes.Length && chunk.Bytes[position] is (byte)'\r' or (byte)'\n')
        {
            position++;
        }
    }
}
