namespace Stray.Capture.Inspection.Framing;

/// <summary>Identifiers of the requests one side made. Holds a few; once more were made it no longer says what was not among them.</summary>
internal sealed class RequestIds
{
    private const int Maximum = 32;

    private readonly uint[] _ids = new uint[Maximum];
    private int _count;

    /// <summary>Some are not remembered.</summary>
    public bool Overflowed { get; private set; }

    public void Add(uint id)
    {
        if (Contains(id))
        {
            return;
        }

        if (_count == Maximum)
        {
            Overflowed = true;
            return;
        }

        _ids[_count++] = id;
    }

    public void Overflow() => Overflowed = true;

    public bool Contains(uint id) => _ids.AsSpan(0, _count).Contains(id);

    public void Clear()
    {
        _count = 0;
        Overflowed = false;
    }
}
