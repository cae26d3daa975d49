using System.Buffers.Binary;

namespace Stray.Capture.Inspection.DceRpc;

/// <summary>Common header of a connection-oriented PDU (C706 s12.6.3.1).</summary>
internal readonly record struct DceRpcHeader(byte Type, byte Flags, ushort FragmentLength, ushort AuthLength, uint Call, bool BigEndian)
{
    public const int Length = 16;
    public const byte Request = 0;
    public const byte Response = 2;

    /// <summary>Before the authentication value: type, level, padding, reserved, context (C706 s13.2.6.1).</summary>
    public const int AuthTrailer = 8;

    public bool IsFirst => (Flags & 1) != 0;

    public bool IsLast => (Flags & 2) != 0;

    /// <param name="bytes">At least <see cref="Length"/> bytes.</param>
    public static DceRpcHeader Read(ReadOnlySpan<byte> bytes)
    {
        var big = (bytes[4] & 0xF0) == 0;
        return new DceRpcHeader(
            bytes[2], bytes[3],
            big ? BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]),
            big ? BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]),
            big ? BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            big);
    }

    /// <summary>Length of the fragment that begins like this, -1 when none does.</summary>
    public static long LengthOf(ReadOnlySpan<byte> header)
    {
        var length = Read(header).FragmentLength;
        return header[0] == 5 && header[1] <= 1 && length >= Length ? length : -1;
    }

    /// <summary>Authentication types that are assigned (MS-RPCE s2.2.1.1.7, C706 s13.1.2.1).</summary>
    public static bool IsKnownAuth(byte type) => type is 0 or 1 or 2 or 4 or 9 or 10 or 14 or 16 or 30 or 68 or 100 or 255;
}
