using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Tpkt;

/// <summary>TPKT (RFC 1006 s6) around X.224 (s13): version 3, a reserved byte, the length of all; then length and kind of the TPDU.</summary>
internal static class TpktHeader
{
    public const int Length = 4;
    public const byte ConnectionRequest = 0xE0, ConnectionConfirm = 0xD0, DisconnectRequest = 0x80, Data = 0xF0, Error = 0x70, Expedited = 0x10;

    private const int Least = 7;

    /// <summary>As <see cref="Framing.FramedInspector"/> measures: 0 when more bytes are needed, -1 for none.</summary>
    public static long Measure(ReadOnlySpan<byte> head)
    {
        if (head[0] != 3)
        {
            return -1;
        }

        if (head.Length < Length)
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
        return length < Least ? -1 : length;
    }

    /// <summary>The TPDU's kind.</summary>
    public static byte Kind(ReadOnlySpan<byte> head) => (byte)(head[5] & 0xF0);

    /// <summary>Flaw of the TPDU's header, which is there; null when there is none.</summary>
    public static string? Flaw(ReadOnlySpan<byte> head, long length)
    {
        if (head[4] < 2 || 1 + head[4] > length - Length)
        {
            return "TPDU header does not fit its packet";
        }

        return Kind(head) is ConnectionRequest or ConnectionConfirm or DisconnectRequest or 0xC0 or Data or Error or Expedited or 0x20 or 0x60 or 0xA0 or 0xB0
            ? null : "TPDU is of no known kind";
    }
}
