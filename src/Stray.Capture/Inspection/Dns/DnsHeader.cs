using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Dns;

/// <summary>The fixed header (RFC 1035 s4.1.1, RFC 6895 s2).</summary>
internal readonly struct DnsHeader(ReadOnlySpan<byte> message)
{
    public const int Length = 12;
    private const int MinimumQuestion = 5;
    private const int MinimumRecord = 11;

    public ushort Flags { get; } = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);

    public ushort Questions { get; } = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);

    public ushort Answers { get; } = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);

    public ushort Authorities { get; } = BinaryPrimitives.ReadUInt16BigEndian(message[8..]);

    public ushort Additionals { get; } = BinaryPrimitives.ReadUInt16BigEndian(message[10..]);

    public bool IsResponse => (Flags & 0x8000) != 0;

    public int Opcode => (Flags >> 11) & 15;

    public bool IsTruncated => (Flags & 0x0200) != 0;

    public int ResponseCode => Flags & 15;

    /// <summary>Bytes the counted entries need at least: a root name and the fixed fields each.</summary>
    public int MinimumLength => Length + (Questions * MinimumQuestion) + ((Answers + Authorities + Additionals) * MinimumRecord);

    /// <summary>
    /// Reserved bits that are set. Z (RFC 1035) is bit 6; bits 4 and 5 became AD and CD. LLMNR keeps four reserved bits
    /// (RFC 4795 s2.1.1), NetBIOS two (RFC 1002 s4.2.1.1).
    /// </summary>
    public int ReservedBits(DnsFlavour flavour) => Flags & flavour switch
    {
        DnsFlavour.LinkLocal => 0x00F0,
        DnsFlavour.NetBios => 0x0060,
        _ => 0x0040,
    };
}
