namespace Stray.Capture.Inspection.Http;

/// <summary>Requests that wait for their response, oldest first. Bounded: beyond it the client is no longer a client.</summary>
internal sealed class PendingRequests
{
    public const int Maximum = 128;

    private Entry[] _entries = [];
    private int _first;

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <summary>False when the queue is full; the request is then not remembered.</summary>
    public bool TryAdd(HttpMethod method, bool simple)
    {
        if (Count == Maximum)
        {
            return false;
        }

        if (Count == _entries.Length)
        {
            Grow();
        }

        _entries[(_first + Count++) % _entries.Length] = new Entry(method, simple);
        return true;
    }

    public bool TryPeek(out HttpMethod method, out bool simple)
    {
        var entry = Count > 0 ? _entries[_first % _entries.Length] : default;
        (method, simple) = (entry.Method, entry.Simple);
        return Count > 0;
    }

    public void Remove()
    {
        _first = (_first + 1) % _entries.Length;
        Count--;
    }

    private void Grow()
    {
        var grown = new Entry[Math.Max(4, _entries.Length * 2)];
        for (var i = 0; i < Count; i++)
        {
            grown[i] = _entries[(_first + i) % _entries.Length];
        }

        _entries = grown;
        _first = 0;
    }

    private readonly record struct Entry(HttpMethod Method, bool Simple);
}
