using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Dns;

/// <summary>
/// Steps through one record's RDATA. The first step that does not fit makes all later ones fail, so that a type's layout is
/// written as one chain of steps; <see cref="FaultAt"/> says where and <see cref="Fault"/> why.
/// </summary>
internal ref struct RdataReader(ReadOnlySpan<byte> message, int start, int length)
{
    private readonly ReadOnlySpan<byte> _message = message[..(start + length)];

    public int Position { get; private set; } = start;

    public readonly int Remaining => _message.Length - Position;

    public string? Fault { get; private set; }

    public int FaultAt { get; private set; }

    public int FaultLength { get; private set; }

    /// <summary>Set when the fault is one of name encoding, not of the record's layout.</summary>
    public DnsNameFault NameFault { get; private set; }

    public readonly int Peek(int offset) => Position + offset < _message.Length ? _message[Position + offset] : -1;

    public readonly int PeekNumber(int offset) => Remaining >= offset + 2
        ? BinaryPrimitives.ReadUInt16BigEndian(_message[(Position + offset)..])
        : -1;

    public bool Fail(string why, int at, int length)
    {
        if (Fault is null)
        {
            (Fault, FaultAt, FaultLength) = (why, at, length);
        }

        return false;
    }

    public bool Take(int bytes)
    {
        if (bytes > Remaining)
        {
            return Fail("RDATA is shorter than its type needs", Position, Remaining);
        }

        Position += bytes;
        return true;
    }

    public bool Rest(int atLeast) => Take(Math.Max(atLeast, Remaining));

    /// <summary>A domain name, compressed or not, that ends within the RDATA.</summary>
    public bool Name()
    {
        var name = DnsNames.Read(_message, Position, default);
        if (name.Fault is DnsNameFault.Truncated or DnsNameFault.LabelPastEnd && name.End < 0)
        {
            return Fail("name in RDATA runs past the record", Position, Remaining);
        }

        if (name.Fault != DnsNameFault.None)
        {
            NameFault = name.Fault;
            Fail("name in RDATA is invalid", name.FaultAt, name.FaultLength);
        }

        Position = Math.Max(name.End, Position);
        return name.Fault == DnsNameFault.None;
    }

    /// <summary>A character string: one length octet and that many bytes.</summary>
    public bool CharacterString()
    {
        var length = Peek(0);
        if (length < 0)
        {
            return Fail("character string is missing", Position, 0);
        }

        return length < Remaining ? Take(1 + length) : Fail("character string runs past RDATA", Position, 1);
    }

    /// <summary>One or more character strings that fill the RDATA.</summary>
    public bool CharacterStrings()
    {
        do
        {
            if (!CharacterString())
            {
                return false;
            }
        }
        while (Remaining > 0);
        return true;
    }

    /// <summary>Type bit maps (RFC 4034 s4.1.2): window, length 1 to 32, that many octets; windows ascend.</summary>
    public bool TypeBitMaps()
    {
        for (var last = -1; Remaining > 0;)
        {
            var (window, size) = (Peek(0), Peek(1));
            if (window <= last || size is < 1 or > 32)
            {
                return Fail("type bit map window is invalid", Position, Math.Min(2, Remaining));
            }

            last = window;
            if (!Take(2 + size))
            {
                return false;
            }
        }

        return true;
    }

    public bool End() => Remaining == 0 || Fail("RDATA is longer than its type", Position, Remaining);
}
