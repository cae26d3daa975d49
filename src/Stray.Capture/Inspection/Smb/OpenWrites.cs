namespace Stray.Capture.Inspection.Smb;

/// <summary>
/// Writes the server has not answered yet. Two of them over the same bytes have no defined outcome, and hide from a sensor
/// what the file will hold; going back over what is written already is an ordinary thing.
/// </summary>
internal sealed class OpenWrites
{
    private const int Most = 16;

    private readonly Range[] _ranges = new Range[Most];
    private int _count;
    private bool _blind;

    /// <summary>Settled so far.</summary>
    public void Clear()
    {
        _count = 0;
        _blind = false;
    }

    /// <summary>Bytes were lost, among them perhaps an answer: nothing is known until the next one.</summary>
    public void GiveUp() => _blind = true;

    /// <returns>True when the write overlaps one that is open.</returns>
    public bool Overlaps(ulong file, ulong offset, uint length)
    {
        var end = offset + length;
        var overlaps = false;
        foreach (var range in _ranges.AsSpan(0, _count))
        {
            overlaps |= range.File == file && offset < range.End && range.Start < end;
        }

        if (_count < Most && length > 0)
        {
            _ranges[_count++] = new Range(file, offset, end);
        }

        return overlaps && !_blind;
    }

    private readonly record struct Range(ulong File, ulong Start, ulong End);
}
