using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Dnp3;

/// <summary>The checksum behind the link header and behind every 16 bytes of data (IEEE 1815 s9.2.4.1): CRC-16/DNP.</summary>
internal static class Dnp3Checksum
{
    private const ushort Polynomial = 0xA6BC; // 0x3D65, lowest bit first

    private static readonly ushort[] Table = MakeTable();

    /// <summary>Whether the last two bytes are the checksum of those before.</summary>
    public static bool Matches(ReadOnlySpan<byte> block) =>
        block.Length >= 2 && Of(block[..^2]) == BinaryPrimitives.ReadUInt16LittleEndian(block[^2..]);

    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ Table[(crc ^ value) & 0xFF];
        }

        return (ushort)~crc;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (var i = 0; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }

            table[i] = (ushort)crc;
        }

        return table;
    }
}
