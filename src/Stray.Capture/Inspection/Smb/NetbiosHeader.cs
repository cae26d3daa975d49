using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Smb;

/// <summary>Session service header: a type, then the length of what follows (RFC 1002 s4.3.1, MS-SMB2 s2.1).</summary>
internal static class NetbiosHeader
{
    public const int Length = 4;
    public const byte Message = 0;
    public const byte Request = 0x81;
    public const byte Positive = 0x82;
    public const byte Retarget = 0x84;
    public const byte KeepAlive = 0x85;

    /// <summary>SMB in TCP has 24 bits for the length, and so has what claims to be NetBIOS.</summary>
    public static long LengthOf(ReadOnlySpan<byte> header) =>
        header[0] is Message or (>= Request and <= KeepAlive) ? Length + (BinaryPrimitives.ReadUInt32BigEndian(header) & 0xFFFFFF) : -1;
}
