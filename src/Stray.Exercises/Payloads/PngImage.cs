using Stray.Exercises.Packets;

namespace Stray.Exercises.Payloads;

/// <summary>Picture bytes a parser accepts (PNG third edition s5): header, one data chunk of noise, end, with right checksums.</summary>
internal static class PngImage
{
    private const int Overhead = 57; // signature, IHDR, IDAT's frame, IEND
    private const uint Polynomial = 0xEDB88320;

    public static void Write(ByteWriter writer, Dice dice, int bytes)
    {
        writer.U64(0x89504E470D0A1A0A);
        Chunk(writer, "IHDR", w => w.U32(640).U32(480).U8(8).U8(2).U24(0));
        Chunk(writer, "IDAT", w => w.Random(dice, bytes - Overhead));
        Chunk(writer, "IEND", w => w);
    }

    private static void Chunk(ByteWriter writer, string type, Func<ByteWriter, ByteWriter> body)
    {
        var start = writer.Length;
        writer.U32(0).Ascii(type);
        var data = writer.Length;
        body(writer).Patch16(start + 2, writer.Length - data); // no chunk of ours reaches 64 KiB
        writer.U32(Crc32(writer.Written[(start + 4)..]));
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (Polynomial & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
