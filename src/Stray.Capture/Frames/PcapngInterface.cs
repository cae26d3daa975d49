namespace Stray.Capture.Frames;

/// <summary>One Interface Description Block (draft-ietf-opsawg-pcapng s4.2): link type, snaplen and how its timestamps count.</summary>
internal sealed class PcapngInterface
{
    private const ushort TimestampResolution = 9, TimestampOffset = 14;
    private const ushort InterfaceDrops = 5, SystemDrops = 7;

    // Writers put all ones where they do not know.
    private const ulong LargestDropCount = 1UL << 48;

    private const long SecondsToNanoseconds = 1_000_000_000;

    private readonly UInt128 _unitsPerSecond = 1_000_000;
    private readonly long _offsetSeconds;

    // Whole nanoseconds per unit when that is exact and nothing is added: the way of nearly every file, without division.
    private readonly long _nanoseconds;

    // As the last statistics block stated them: the counts are totals, so only the growth is added on.
    private ulong _kernelDropped;
    private ulong _interfaceDropped;

    private PcapngInterface(ReadOnlySpan<byte> body, ByteOrder order)
    {
        LinkType = order.U16(body);
        Snaplen = order.U32(body[4..]);
        var options = new PcapngOptions(body[8..], order);
        while (options.MoveNext())
        {
            switch (options.Code)
            {
                case TimestampResolution when options.Value.Length == 1:
                    _unitsPerSecond = UnitsPerSecond(options.Value[0]);
                    break;
                case TimestampOffset when options.Value.Length == 8:
                    _offsetSeconds = (long)order.U64(options.Value);
                    break;
                default: // names, hardware, filter; if_fcslen too: the check sequence stays part of the frame, as on the wire
                    break;
            }
        }

        _nanoseconds = _offsetSeconds == 0 && _unitsPerSecond != 0 && SecondsToNanoseconds % _unitsPerSecond == 0
            ? (long)(SecondsToNanoseconds / _unitsPerSecond)
            : 0;
    }

    public int LinkType { get; }

    /// <summary>0 = no limit.</summary>
    public uint Snaplen { get; }

    /// <summary>Null when the timestamps' resolution is beyond what 64 bits count (libpcap refuses the same).</summary>
    /// <param name="body">Block body, at least 8 bytes.</param>
    public static PcapngInterface? Read(ReadOnlySpan<byte> body, ByteOrder order)
    {
        var read = new PcapngInterface(body, order);
        return read._unitsPerSecond == 0 ? null : read;
    }

    /// <summary>Nanoseconds since 1970; clamped and marked invalid when 64 bits cannot hold it or it lies before 1970.</summary>
    public long TimeOf(uint high, uint low, out bool invalid)
    {
        var units = ((ulong)high << 32) | low;
        if (_nanoseconds != 0 && units <= long.MaxValue)
        {
            invalid = Math.BigMul(units, (ulong)_nanoseconds, out var time) != 0 || time > long.MaxValue;
            return invalid ? long.MaxValue : (long)time;
        }

        return OddTimeOf((long)units, out invalid);
    }

    /// <summary>Adds what an Interface Statistics Block (s4.6) says was dropped since the last one.</summary>
    public void TakeStatistics(ReadOnlySpan<byte> options, ByteOrder order, FrameCounters counters)
    {
        var option = new PcapngOptions(options, order);
        while (option.MoveNext())
        {
            if (option.Value.Length != 8 || order.U64(option.Value) > LargestDropCount)
            {
                continue;
            }

            if (option.Code == SystemDrops)
            {
                counters.KernelDropped += Growth(ref _kernelDropped, order.U64(option.Value));
            }
            else if (option.Code == InterfaceDrops)
            {
                counters.InterfaceDropped += Growth(ref _interfaceDropped, order.U64(option.Value));
            }
        }
    }

    private static long Growth(ref ulong total, ulong stated)
    {
        var growth = stated > total ? stated - total : 0;
        total = Math.Max(total, stated);
        return (long)growth;
    }

    private long OddTimeOf(long units, out bool invalid)
    {
        var time = ((Int128)units * SecondsToNanoseconds / (Int128)_unitsPerSecond) + ((Int128)_offsetSeconds * SecondsToNanoseconds);
        invalid = time < 0 || time > long.MaxValue;
        return (long)Int128.Clamp(time, long.MinValue, long.MaxValue);
    }

    private static UInt128 UnitsPerSecond(byte resolution)
    {
        var exponent = resolution & 0x7F;
        if ((resolution & 0x80) != 0)
        {
            return exponent > 63 ? 0 : UInt128.One << exponent;
        }

        return exponent > 19 ? 0 : PowerOf10(exponent);
    }

    private static UInt128 PowerOf10(int exponent)
    {
        var power = UInt128.One;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
