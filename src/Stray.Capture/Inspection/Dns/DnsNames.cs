namespace Stray.Capture.Inspection.Dns;

/// <summary>Why a name could not be read.</summary>
internal enum DnsNameFault : byte
{
    None,

    /// <summary>The message ends where a label or the terminating zero should be.</summary>
    Truncated,

    /// <summary>A label says it is longer than what is left.</summary>
    LabelPastEnd,

    /// <summary>The two high bits are 01 or 10: a length above 63, or a label type nobody assigned.</summary>
    LabelTooLong,

    /// <summary>More than 255 octets (RFC 1035 s2.3.4).</summary>
    TooLong,

    /// <summary>A pointer that does not point backwards, or points into the header.</summary>
    ForwardPointer,

    /// <summary>More pointers than any real name has.</summary>
    TooManyPointers,
}

/// <summary>A name read from a message.</summary>
/// <param name="End">Offset after the name where it stands (not where its pointers lead); -1 when it has no end.</param>
/// <param name="Length">Uncompressed wire length, the root's zero included.</param>
/// <param name="FaultAt">Offset of the first byte that breaks the rule.</param>
internal readonly record struct DnsName(int End, int Length, DnsNameFault Fault, int FaultAt, int FaultLength);

/// <summary>
/// Reads compressed names (RFC 1035 s4.1.4). Every pointer must lead before the start of the labels it ends, as every
/// compressor does it, so that reading always ends (RFC 9267 s2).
/// </summary>
internal static class DnsNames
{
    public const int MaximumLength = 255;
    private const int HeaderLength = 12;

    /// <summary>A name has at most 127 labels and in practice fewer than ten; each hop of an honest name brings a label.</summary>
    private const int MaximumPointers = 16;

    /// <param name="wire">Receives the uncompressed wire form; empty when the caller only wants to get past the name.</param>
    public static DnsName Read(ReadOnlySpan<byte> message, int start, Span<byte> wire)
    {
        var name = new Walk { Position = start, Start = start, End = -1 };
        while (true)
        {
            if ((uint)name.Position >= (uint)message.Length)
            {
                return name.Stop(DnsNameFault.Truncated, Math.Min(name.Position, message.Length), 0);
            }

            var lead = message[name.Position];
            if (lead == 0)
            {
                name.Position++;
                return name.Finish();
            }

            var going = lead < 64 ? TakeLabel(message, lead, wire, ref name) : FollowPointer(message, lead, ref name);
            if (!going)
            {
                return name.Stop(name.Fault, name.FaultAt, name.FaultLength);
            }
        }
    }

    private static bool TakeLabel(ReadOnlySpan<byte> message, int length, Span<byte> wire, ref Walk name)
    {
        var size = length + 1;
        if (size > message.Length - name.Position)
        {
            return name.Fail(DnsNameFault.LabelPastEnd, 1);
        }

        if (name.Length + size + 1 > MaximumLength)
        {
            _ = name.Fault == DnsNameFault.None && name.Fail(DnsNameFault.TooLong, size);
            name.Position += size;
            return name.End < 0; // where it stands it can still be stepped over; behind a pointer there is nothing to find
        }

        if (name.Length + size < wire.Length)
        {
            message.Slice(name.Position, size).CopyTo(wire[name.Length..]);
            wire[name.Length + size] = 0;
        }

        name.Length += size;
        name.Position += size;
        return true;
    }

    private static bool FollowPointer(ReadOnlySpan<byte> message, int lead, ref Walk name)
    {
        if (lead < 192)
        {
            return name.Fail(DnsNameFault.LabelTooLong, 1);
        }

        if (name.Position + 2 > message.Length)
        {
            return name.Fail(DnsNameFault.Truncated, 1);
        }

        var target = ((lead & 0x3F) << 8) | message[name.Position + 1];
        name.End = name.End < 0 ? name.Position + 2 : name.End;
        if (target >= name.Start || target < HeaderLength)
        {
            return name.Fail(DnsNameFault.ForwardPointer, 2);
        }

        if (++name.Pointers > MaximumPointers)
        {
            return name.Fail(DnsNameFault.TooManyPointers, 2);
        }

        name.Start = target;
        name.Position = target;
        return true;
    }

    private struct Walk
    {
        public int Position;
        public int Start;
        public int End;
        public int Length;
        public int Pointers;
        public DnsNameFault Fault;
        public int FaultAt;
        public int FaultLength;

        public bool Fail(DnsNameFault fault, int length)
        {
            (Fault, FaultAt, FaultLength) = (fault, Position, length);
            return false;
        }

        public readonly DnsName Finish() => new(End < 0 ? Position : End, Length + 1, Fault, FaultAt, FaultLength);

        /// <summary>A name that was too long first and ended badly later keeps its first fault.</summary>
        public readonly DnsName Stop(DnsNameFault fault, int at, int length) => Fault == DnsNameFault.None
            ? new(End, Length + 1, fault, at, length)
            : new(End, Length + 1, Fault, FaultAt, FaultLength);
    }
}
