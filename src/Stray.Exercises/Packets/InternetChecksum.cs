using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Stray.Exercises.Packets;

/// <summary>The ones' complement sum of RFC 1071, kept as a running 64-bit sum of big-endian 16-bit words.</summary>
internal static class InternetChecksum
{
    /// <summary>Adds the bytes; all parts but the last must have an even length.</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes)
    {
        // Summing in native byte order and swapping once at the end is equal (RFC 1071 s2(B)); four bytes at a time
        // cannot overflow 64 bits below 16 GiB.
        ulong native = 0;
        foreach (var word in MemoryMarshal.Cast<byte, uint>(bytes))
        {
            native += word;
        }

        var rest = bytes[(bytes.Length & ~3)..];
        var tail = 0UL;
        if (rest.Length >= 2)
        {
            tail += BinaryPrimitives.ReadUInt16BigEndian(rest);
        }

        if ((rest.Length & 1) != 0)
        {
            tail += (ulong)rest[^1] << 8;
        }

        var folded = Fold(native);
        return sum + tail + (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(folded) : folded);
    }

    public static ushort Finish(ulong sum) => (ushort)~Fold(sum);

    private static ushort Fold(ulong sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)sum;
    }
}
