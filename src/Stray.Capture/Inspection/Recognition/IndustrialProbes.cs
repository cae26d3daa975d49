using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Dnp3;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>Industrial control protocols.</summary>
internal static class IndustrialProbes
{
    /// <summary>
    /// Modbus messaging on TCP/IP s3.1: protocol id 0 and a length that adds up, or one that adds up to the byte, whose other
    /// fields are its inspector's to judge. Too common a shape to be sure of.
    /// </summary>
    public static ProbeResult Modbus(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 8)
        {
            return bytes.Length < 4 || (bytes[2] == 0 && bytes[3] == 0) ? ProbeResult.Maybe : ProbeResult.No;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        var function = bytes[7] & 0x7F;
        var named = bytes[2] == 0 && bytes[3] == 0;
        return length >= 2 && (6 + length == bytes.Length || (named && function >= 1 && length <= 254 && 6 + length <= bytes.Length))
            ? ProbeResult.Maybe : ProbeResult.No;
    }

    /// <summary>IEEE 1815 s9.2.4: start bytes 05 64 and a header checksum, which leaves no doubt.</summary>
    public static ProbeResult Dnp3(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes[0] != 5 || (bytes.Length > 1 && bytes[1] != 0x64))
        {
            return ProbeResult.No;
        }

        return bytes.Length < 10 ? ProbeResult.Maybe
            : Dnp3Checksum.Matches(bytes[..10]) && bytes[2] >= 5 ? ProbeResult.Yes : ProbeResult.Maybe;
    }

    /// <summary>IEC 60870-5-104 s5: start byte 0x68, a length of 4 to 253, and a control field of a known format.</summary>
    public static ProbeResult Iec104(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes[0] != 0x68 || (bytes.Length > 1 && bytes[1] is < 4 or > 253))
        {
            return ProbeResult.No;
        }

        if (bytes.Length < 6)
        {
            return ProbeResult.Maybe;
        }

        var unnumbered = bytes[1] == 4 && bytes[2] is 0x07 or 0x0B or 0x13 or 0x23 or 0x43 or 0x83
            && bytes[3..6].IndexOfAnyExcept((byte)0) < 0;
        var next = 2 + bytes[1];
        var run = next == bytes.Length || (next < bytes.Length && bytes[next] == 0x68);
        return !run ? ProbeResult.No : unnumbered ? ProbeResult.Yes : ProbeResult.Maybe;
    }

    /// <summary>TPKT and COTP data with S7's protocol id 0x32; the connection request before it with its two TSAPs.</summary>
    public static ProbeResult S7(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (WindowsProbes.IsTpkt(bytes, 0xF0))
        {
            return bytes.Length >= 8 && bytes[4] == 2 && bytes[7] == 0x32 ? ProbeResult.Yes : ProbeResult.No;
        }

        var connects = WindowsProbes.IsTpkt(bytes, 0xE0) || WindowsProbes.IsTpkt(bytes, 0xD0);
        return connects && bytes.Length >= 15 && bytes[11] is 0xC0 or 0xC1 or 0xC2 ? ProbeResult.Maybe : ProbeResult.No;
    }

    /// <summary>EtherNet/IP encapsulation (CIP vol. 2 s2-3): a command, its length and an empty status.</summary>
    public static ProbeResult Enip(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 24)
        {
            return ProbeResult.No;
        }

        var command = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        var known = command is 0x04 or 0x63 or 0x64 or 0x65 or 0x66 or 0x6F or 0x70;
        return known && 24 + length == bytes.Length && bytes[8..12].IndexOfAnyExcept((byte)0) < 0
            ? (command == 0x65 && length == 4 ? ProbeResult.Yes : ProbeResult.Maybe) : ProbeResult.No;
    }

    /// <summary>ASHRAE 135 annex J: BACnet/IP type 0x81, a function and the datagram's length.</summary>
    public static ProbeResult Bacnet(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        bytes.Length >= 6 && bytes[0] == 0x81 && bytes[1] <= 0x0C && BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) == bytes.Length
            ? ProbeResult.Yes : ProbeResult.No;

    /// <summary>OPC UA part 6 s7.1.2: message type, chunk type, length.</summary>
    public static ProbeResult OpcUa(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        var type = Text.BeginsAny(bytes, "HELF|ACKF|OPNF|ERRF"u8);
        return type != ProbeResult.Yes || bytes.Length < 8 ? type
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) is >= 8 and <= 1 << 20 ? ProbeResult.Yes : ProbeResult.No;
    }
}
