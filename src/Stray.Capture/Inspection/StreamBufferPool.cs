namespace Stray.Capture.Inspection;

/// <summary>
/// The one place inspectors take memory for unfinished messages from. Its budget bounds what a flood of half-sent
/// messages can hold; what does not fit is refused and counted, and the flow goes on uninspected.
/// </summary>
public sealed class StreamBufferPool(long budget = 64 << 20)
{
    public const int InitialCapacity = 1024;

    /// <summary>Longest message kept: TLS certificate chains run to some ten KiB.</summary>
    public const int MaximumLength = 1 << 16;

    private readonly Stack<StreamBuffer> _free = new();
    private long _reserved;

    /// <summary>Requests refused because the budget was used up.</summary>
    public long Refused { get; private set; }

    /// <summary>An empty buffer, or null when the budget is used up.</summary>
    public StreamBuffer? Rent()
    {
        if (!TryReserve(InitialCapacity))
        {
            return null;
        }

        return _free.TryPop(out var buffer) ? buffer : new StreamBuffer(this);
    }

    /// <summary>Takes the buffer back; the caller forgets it.</summary>
    public void Return(ref StreamBuffer? buffer)
    {
        if (buffer is null)
        {
            return;
        }

        _reserved -= buffer.Capacity;
        buffer.Shrink();
        _free.Push(buffer);
        buffer = null;
    }

    internal bool TryReserve(int bytes)
    {
        if (_reserved + bytes > budget)
        {
            Refused++;
            return false;
        }

        _reserved += bytes;
        return true;
    }
}
