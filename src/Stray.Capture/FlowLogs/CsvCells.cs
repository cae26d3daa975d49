namespace Stray.Capture.FlowLogs;

/// <summary>
/// The cells of one line of comma-separated values (RFC 4180); a quoted cell may hold commas and doubled quotes. A cell over
/// several lines is not supported: its line ends in an open quote and is <see cref="IsBroken"/>.
/// </summary>
internal ref struct CsvCells(ReadOnlySpan<byte> line, byte[] scratch)
{
    private ReadOnlySpan<byte> _rest = line;
    private bool _ended;

    /// <summary>Valid until the next move.</summary>
    public ReadOnlySpan<byte> Cell { get; private set; }

    public bool IsBroken { get; private set; }

    public bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        if (_rest is [(byte)'"', ..])
        {
            return TakeQuoted();
        }

        var end = _rest.IndexOf((byte)',');
        Cell = end < 0 ? _rest : _rest[..end];
        MovePast(Cell.Length);
        return true;
    }

    private bool TakeQuoted()
    {
        var length = 0;
        for (var at = 1; at < _rest.Length; at++)
        {
            var isQuote = _rest[at] == '"';
            if (isQuote && (at + 1 == _rest.Length || _rest[at + 1] == ','))
            {
                Cell = scratch.AsSpan(0, length);
                MovePast(at + 1);
                return true;
            }

            at += isQuote && _rest[at + 1] == '"' ? 1 : 0;
            if (length == scratch.Length)
            {
                break;
            }

            scratch[length++] = _rest[at];
        }

        IsBroken = true;
        return false;
    }

    private void MovePast(int length)
    {
        _ended = length == _rest.Length;
        _rest = _ended ? default : _rest[(length + 1)..];
    }
}
