using System.Buffers.Binary;

namespace Stray.Capture.Frames;

/// <summary>
/// The classic format (draft-ietf-opsawg-pcap): microseconds, nanoseconds or Kuznetzov's "modified" records, either byte order.
/// </summary>
internal sealed class PcapFormat : FrameFormat
{
    public const int FileHeaderLength = 24;
    private const uint Microseconds = 0xA1B2C3D4, Nanoseconds = 0xA1B23C4D, Modified = 0xA1B2CD34;
    private const int RecordHeaderLength = 16, ModifiedHeaderLength = 24;

    // Bits 26 to 31 say whether and how long a frame check sequence is; libpcap 1.10 masks them the same way.
    private const uint LinkTypeMask = 0x03FF_FFFF;

    private readonly ByteOrder _order;
    private readonly int _headerLength;
    private readonly int _linkType;
    private readonly int _perSecond;
    private readonly int _nanoseconds;
    private readonly ushort _major;
    private readonly ushort _minor;

    /// <param name="blocks">Must have the file header ensured.</param>
    private PcapFormat(BlockReader blocks, uint magic, bool bigEndian) : base(blocks)
    {
        _order = new ByteOrder(bigEndian);
        var header = blocks.Peek(FileHeaderLength);
        _major = _order.U16(header[4..]);
        _minor = _order.U16(header[6..]);
        _linkType = (int)(_order.U32(header[20..]) & LinkTypeMask);
        _headerLength = magic == Modified ? ModifiedHeaderLength : RecordHeaderLength;
        _perSecond = magic == Nanoseconds ? 1_000_000_000 : 1_000_000;
        _nanoseconds = magic == Nanoseconds ? 1 : 1000;
    }

    public static bool Recognises(ReadOnlySpan<byte> head) => head.Length >= 4 && MagicOf(head, out _) != 0;

    /// <summary>Reads the file header, or says why it cannot be used.</summary>
    public static string? Open(BlockReader blocks, out FrameFormat? format)
    {
        format = null;
        if (!blocks.Ensure(FileHeaderLength))
        {
            return "the file ends inside its pcap header: copy or capture it again";
        }

        var magic = MagicOf(blocks.Peek(FileHeaderLength), out var bigEndian);
        var pcap = new PcapFormat(blocks, magic, bigEndian);
        if (pcap._major != 2 && (pcap._major, pcap._minor) != (543, 0)) // 543.0: written by a NetBSD of old, else as 2.4
        {
            return $"pcap version {pcap._major}.{pcap._minor} is not known (2.x is): write the file again with a current tool";
        }

        blocks.Consume(FileHeaderLength);
        format = pcap;
        return null;
    }

    public override FrameRead Next(out RawFrame frame)
    {
        frame = default;
        StructureOffset = Blocks.Offset;
        if (!Blocks.Ensure(_headerLength))
        {
            return AtEnd();
        }

        var header = Blocks.Peek(_headerLength);
        var captured = _order.U32(header[8..]);
        frame.OriginalLength = _order.U32(header[12..]);
        PutLengthsRight(ref captured, ref frame.OriginalLength);
        if (captured > LargestFrame)
        {
            return Contradicts($"a packet record claims {captured} captured bytes (at most {LargestFrame}): the file is damaged from here on");
        }

        ReadTime(header, ref frame);
        frame.LinkType = _linkType;
        frame.Interface = _headerLength == ModifiedHeaderLength ? (int)(_order.U32(header[16..]) & int.MaxValue) : 0;
        if (!Blocks.Ensure(_headerLength + (int)captured))
        {
            return FrameRead.Cut;
        }

        frame.Bytes = Blocks.Peek(_headerLength + (int)captured)[_headerLength..];
        Blocks.Consume(_headerLength + (int)captured);
        return FrameRead.Frame;
    }

    // Both parts are signed in libpcap's savefiles; an odd sum is kept as it stands, so that it can be reported.
    private void ReadTime(ReadOnlySpan<byte> header, ref RawFrame frame)
    {
        var seconds = (int)_order.U32(header);
        var fraction = (int)_order.U32(header[4..]);
        frame.Time = (seconds * 1_000_000_000L) + ((long)fraction * _nanoseconds);
        frame.TimeInvalid = seconds < 0 || (uint)fraction >= (uint)_perSecond;
    }

    // Before version 2.3 the two lengths stood in the other order, in 2.3 in either (libpcap, sf-pcap.c).
    private void PutLengthsRight(ref uint captured, ref uint original)
    {
        if (_major == 2 && (_minor < 3 || (_minor == 3 && captured > original)))
        {
            (captured, original) = (original, captured);
        }
    }

    private static uint MagicOf(ReadOnlySpan<byte> head, out bool bigEndian)
    {
        bigEndian = BinaryPrimitives.ReadUInt32BigEndian(head) is Microseconds or Nanoseconds or Modified;
        var magic = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(head) : BinaryPrimitives.ReadUInt32LittleEndian(head);
        return magic is Microseconds or Nanoseconds or Modified ? magic : 0;
    }
}
