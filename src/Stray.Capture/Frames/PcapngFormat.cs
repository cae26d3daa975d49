namespace Stray.Capture.Frames;

/// <summary>
/// The pcapng format (draft-ietf-opsawg-pcapng): sections of either byte order, interfaces with their own link types and
/// clocks, enhanced, simple and obsolete packet blocks, drop counts from statistics blocks; other blocks are stepped over.
/// </summary>
internal sealed class PcapngFormat(BlockReader blocks, FrameCounters counters) : FrameFormat(blocks)
{
    private const uint SectionHeader = 0x0A0D0D0A, ByteOrderMagic = 0x1A2B3C4D;
    private const uint InterfaceDescription = 1, ObsoletePacket = 2, SimplePacket = 3, InterfaceStatistics = 5, EnhancedPacket = 6;
    private const int SmallestBlock = 12, SmallestSection = 28, PacketHeader = 28, SimpleHeader = 12, Trailer = 4;

    // An id is 16 bits in obsolete packet blocks; nobody captures on more, and a hostile file must not fill the memory.
    private const int MostInterfaces = 65_536;

    private readonly List<PcapngInterface> _interfaces = [];
    private ByteOrder _order;
    private int _interfacesBefore;
    private long _lastTime;

    public static bool Recognises(ReadOnlySpan<byte> head) => head.Length >= 4 && new ByteOrder(false).U32(head) == SectionHeader;

    public override FrameRead Next(out RawFrame frame)
    {
        FrameRead read;
        do
        {
            read = NextBlock(out frame);
        }
        while (read == FrameRead.Nothing);
        return read;
    }

    private FrameRead NextBlock(out RawFrame frame)
    {
        frame = default;
        StructureOffset = Blocks.Offset;
        if (!Blocks.Ensure(SmallestBlock))
        {
            return AtEnd();
        }

        var header = Blocks.Peek(SmallestBlock);
        var type = _order.U32(header);
        if (type == SectionHeader && !TakeByteOrder(header[8..]))
        {
            return Contradicts("a section header without the byte-order magic 1A2B3C4D: the file is damaged from here on");
        }

        var length = _order.U32(header[4..]);
        if (length < SmallestOf(type) || length % 4 != 0)
        {
            return Contradicts($"a block of type {type} claims the impossible length {length}: the file is damaged from here on");
        }

        return type is SectionHeader or InterfaceDescription or InterfaceStatistics or EnhancedPacket or SimplePacket or ObsoletePacket
            ? Take(type, length, out frame)
            : StepOver(length);
    }

    private bool TakeByteOrder(ReadOnlySpan<byte> magic)
    {
        _order = new ByteOrder(bigEndian: new ByteOrder(true).U32(magic) == ByteOrderMagic);
        return _order.U32(magic) == ByteOrderMagic;
    }

    private static uint SmallestOf(uint type) => type switch
    {
        SectionHeader => SmallestSection,
        InterfaceDescription => 20,
        InterfaceStatistics => 24,
        EnhancedPacket or ObsoletePacket => PacketHeader + Trailer,
        SimplePacket => SimpleHeader + Trailer,
        _ => SmallestBlock,
    };

    private FrameRead Take(uint type, uint length, out RawFrame frame)
    {
        frame = default;
        if (length > BlockReader.Largest)
        {
            return Contradicts($"a block of type {type} claims {length} bytes (at most {BlockReader.Largest}): the file is damaged from here on");
        }

        if (!Blocks.Ensure((int)length))
        {
            return FrameRead.Cut;
        }

        var block = Blocks.Peek((int)length);
        if (_order.U32(block[^Trailer..]) != length)
        {
            return DifferentLengths(length);
        }

        Blocks.Consume((int)length);
        return type switch
        {
            SectionHeader => TakeSection(block),
            InterfaceDescription => TakeInterface(block),
            InterfaceStatistics => TakeStatistics(block),
            SimplePacket => TakeSimple(block, ref frame),
            _ => TakePacket(block, type == ObsoletePacket, ref frame),
        };
    }

    private FrameRead StepOver(uint length)
    {
        if (!Blocks.Skip(length - Trailer) || !Blocks.Ensure(Trailer))
        {
            return FrameRead.Cut;
        }

        if (_order.U32(Blocks.Peek(Trailer)) != length)
        {
            return DifferentLengths(length);
        }

        Blocks.Consume(Trailer);
        return FrameRead.Nothing;
    }

    private FrameRead DifferentLengths(uint length) =>
        Contradicts($"a block says {length} bytes at its start and something else at its end: the file is damaged from here on");

    private FrameRead TakeSection(ReadOnlySpan<byte> block)
    {
        var major = _order.U16(block[12..]);
        if (major != 1)
        {
            return Contradicts($"pcapng version {major} is not known (1.x is): write the file again with a current tool");
        }

        _interfacesBefore += _interfaces.Count;
        _interfaces.Clear();
        return FrameRead.Nothing;
    }

    private FrameRead TakeInterface(ReadOnlySpan<byte> block)
    {
        if (_interfaces.Count == MostInterfaces)
        {
            return Contradicts($"more than {MostInterfaces} interfaces in one section");
        }

        var described = PcapngInterface.Read(block[8..^Trailer], _order);
        if (described is null)
        {
            return Contradicts("an interface whose timestamps count finer than 64 bits hold (if_tsresol)");
        }

        _interfaces.Add(described);
        return FrameRead.Nothing;
    }

    private FrameRead TakeStatistics(ReadOnlySpan<byte> block)
    {
        var id = _order.U32(block[8..]);
        if (id < _interfaces.Count)
        {
            _interfaces[(int)id].TakeStatistics(block[20..^Trailer], _order, counters);
        }

        return FrameRead.Nothing;
    }

    private FrameRead TakePacket(ReadOnlySpan<byte> block, bool obsolete, ref RawFrame frame)
    {
        var captured = _order.U32(block[20..]);
        if (captured > block.Length - PacketHeader - Trailer || captured > LargestFrame)
        {
            return Contradicts($"a packet claims {captured} captured bytes in a block of {block.Length}: the file is damaged from here on");
        }

        var id = obsolete ? _order.U16(block[8..]) : _order.U32(block[8..]);
        if (id >= _interfaces.Count)
        {
            return UndeclaredInterface(id);
        }

        var captor = _interfaces[(int)id];
        frame.Time = _lastTime = captor.TimeOf(_order.U32(block[12..]), _order.U32(block[16..]), out frame.TimeInvalid);
        frame.Bytes = block.Slice(PacketHeader, (int)captured);
        frame.OriginalLength = _order.U32(block[24..]);
        frame.LinkType = captor.LinkType;
        frame.Interface = _interfacesBefore + (int)id;
        return FrameRead.Frame;
    }

    // Simple packets carry no time: they get that of the frame before, so that flow timers do not jump to 1970 and back.
    private FrameRead TakeSimple(ReadOnlySpan<byte> block, ref RawFrame frame)
    {
        if (_interfaces.Count == 0)
        {
            return UndeclaredInterface(0);
        }

        var captor = _interfaces[0];
        frame.OriginalLength = _order.U32(block[8..]);
        var captured = Math.Min(frame.OriginalLength, (uint)(block.Length - SimpleHeader - Trailer));
        captured = captor.Snaplen == 0 ? captured : Math.Min(captured, captor.Snaplen);
        if (captured > LargestFrame)
        {
            return Contradicts($"a packet of {captured} captured bytes (at most {LargestFrame})");
        }

        frame.Time = _lastTime;
        frame.Bytes = block.Slice(SimpleHeader, (int)captured);
        frame.LinkType = captor.LinkType;
        frame.Interface = _interfacesBefore;
        return FrameRead.Frame;
    }

    private FrameRead UndeclaredInterface(uint id) =>
        Contradicts($"a packet of interface {id}, which its section does not describe: the file is damaged from here on");
}
