namespace Stray.Capture.Inspection.Asn1;

/// <summary>
/// Walks the elements of one BER message, parents before children, and stops at the first that does not fit into its parent.
/// Bounded in depth (deeper ones are passed over) and in elements. Bytes the snaplen cut end the walk without a flaw.
/// SNMP, LDAP and Kerberos all allow definite lengths only (RFC 3417 s8, RFC 4511 s5.1, RFC 4120 s5.1).
/// </summary>
/// <param name="wireLength">Length of the message on the wire, larger than the bytes when the snaplen cut it.</param>
internal ref struct BerWalk(ReadOnlySpan<byte> bytes, int wireLength)
{
    private const int MaximumDepth = 16;
    private const int MaximumElements = 1024;
    private const int LongestTag = 4;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly int _wireLength = wireLength;
    private Ends _ends;
    private int _depth;
    private int _position;
    private int _elements;

    /// <summary>What is wrong, or null.</summary>
    public string? Flaw { get; private set; }

    /// <summary>Where: the element's length field, or the place where an element is due.</summary>
    public int FlawOffset { get; private set; }

    public bool Next(out BerElement element)
    {
        element = default;
        while (_depth > 0 && _position >= _ends[_depth - 1])
        {
            _depth--;
        }

        if ((_depth == 0 && _elements > 0) || _elements++ == MaximumElements || _position >= _bytes.Length || Flaw is not null)
        {
            return false;
        }

        if (!TryRead(_depth == 0 ? _wireLength : _ends[_depth - 1], out element))
        {
            return false;
        }

        if (element.IsConstructed && _depth < MaximumDepth)
        {
            _ends[_depth++] = element.End;
            _position = element.Content;
        }
        else
        {
            _position = element.End;
        }

        return true;
    }

    private bool TryRead(int end, out BerElement element)
    {
        element = default;
        var at = _position + 1;
        var many = (_bytes[_position] & 0x1F) == 0x1F;
        for (var i = 0; many && i < LongestTag; i++)
        {
            many = at < _bytes.Length && _bytes[at] >= 0x80;
            at++;
        }

        if (at >= end)
        {
            return Break("element ends before its length", _position);
        }

        if (at >= _bytes.Length)
        {
            return false;
        }

        var first = _bytes[at];
        var count = first < 0x80 ? 0 : first & 0x7F;
        if (first == 0x80 || count > 4)
        {
            return Break(first == 0x80 ? "length is indefinite" : "length of more than four bytes", at);
        }

        if (at + 1 + count > end)
        {
            return Break("length runs past what holds it", at);
        }

        if (at + 1 + count > _bytes.Length)
        {
            return false;
        }

        long length = count == 0 ? first : 0;
        foreach (var digit in _bytes.Slice(at + 1, count))
        {
            length = (length << 8) | digit;
        }

        var content = at + 1 + count;
        if (length > end - content)
        {
            return Break("element is longer than what holds it", at);
        }

        element = new BerElement(_bytes[_position], _position, content, (int)length);
        return true;
    }

    private bool Break(string flaw, int offset)
    {
        Flaw = flaw;
        FlawOffset = offset;
        return false;
    }

    [System.Runtime.CompilerServices.InlineArray(MaximumDepth)]
    private struct Ends
    {
        private int _first;
    }
}
