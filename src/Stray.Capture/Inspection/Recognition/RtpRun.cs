using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>
/// RTP has no magic number (RFC 3550 s5.1): one datagram in a hundred of random bytes looks like it. Two in a row with the
/// same source and payload type and the next sequence number do not.
/// </summary>
internal static class RtpRun
{
    private const int HeaderLength = 12;

    /// <param name="memory">The side's last header, 0 when it was none; updated.</param>
    public static bool Continues(ref ulong memory, ReadOnlySpan<byte> bytes)
    {
        var last = memory;
        memory = 0;
        if (bytes.Length <= HeaderLength || bytes[0] >> 6 != 2 || (bytes[1] & 0x7F) is >= 72 and <= 76)
        {
            return false;
        }

        var sequence = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        var source = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
        if (source == 0)
        {
            return false;
        }

        memory = Pack(bytes[1], sequence, source);
        var next = Pack(bytes[1], (ushort)(sequence - 1), source);
        return last == next || last == Pack(bytes[1], (ushort)(sequence - 2), source);
    }

    private static ulong Pack(byte type, ushort sequence, uint source) =>
        (1UL << 63) | ((ulong)(type & 0x7F) << 48) | ((ulong)sequence << 32) | source;
}
