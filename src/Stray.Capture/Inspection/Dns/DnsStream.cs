using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Dns;

/// <summary>Cuts one side's TCP stream into messages by their two-byte length (RFC 1035 s4.2.2).</summary>
internal sealed class DnsStream
{
    private readonly PlacedBuffer _buffer = new(2 + ushort.MaxValue);
    private bool _taken;

    /// <summary>Bytes went missing: the next length field cannot be found again.</summary>
    public bool IsLost { get; private set; }

    public void Lose() => IsLost = true;

    public void Reset()
    {
        _buffer.Reset();
        IsLost = false;
        _taken = false;
    }

    /// <summary>The caller is done with the message of the last <see cref="TryNext"/>.</summary>
    public void Next()
    {
        if (_taken)
        {
            _buffer.Clear();
            _taken = false;
        }
    }

    /// <summary>The next message that ends in this chunk; a message the snaplen cut comes with its larger wire length.</summary>
    public bool TryNext(scoped in StreamChunk chunk, ref int position, out PlacedBytes message, out int wireLength)
    {
        message = default;
        wireLength = 0;
        if (IsLost || position >= chunk.WireLength)
        {
            return false;
        }

        return _buffer.Length > 0
            ? TryComplete(chunk, ref position, out message, out wireLength)
            : TryWhole(chunk, ref position, out message, out wireLength);
    }

    private bool TryWhole(scoped in StreamChunk chunk, ref int position, out PlacedBytes message, out int wireLength)
    {
        var rest = chunk.Bytes[Math.Min(position, chunk.Bytes.Length)..];
        wireLength = rest.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(rest) : -1;
        if (wireLength < 0 || wireLength > rest.Length - 2)
        {
            return TryComplete(chunk, ref position, out message, out wireLength);
        }

        message = new PlacedBytes(chunk, rest.Slice(2, wireLength), position + 2);
        position += 2 + wireLength;
        return true;
    }

    private bool TryComplete(scoped in StreamChunk chunk, ref int position, out PlacedBytes message, out int wireLength)
    {
        message = default;
        wireLength = 0;
        while (position < chunk.Bytes.Length)
        {
            var missing = Wanted() - _buffer.Length;
            if (missing == 0)
            {
                break;
            }

            position += _buffer.Append(chunk, position, Math.Min(missing, chunk.Bytes.Length - position));
        }

        var whole = _buffer.Length >= 2 && _buffer.Length == Wanted();
        if (!whole && chunk.WireLength > chunk.Bytes.Length)
        {
            position = chunk.WireLength;
            IsLost = true;
            whole = _buffer.Length > 2; // cut by the snaplen: what is there can be looked at
        }

        if (whole)
        {
            wireLength = Wanted() - 2;
            message = new PlacedBytes(_buffer).Slice(2);
            _taken = true;
        }

        return whole;
    }

    private int Wanted() => _buffer.Length < 2 ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(_buffer.Bytes);
}
