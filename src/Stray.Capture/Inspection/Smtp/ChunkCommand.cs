using System.Buffers.Text;
using System.Text;

namespace Stray.Capture.Inspection.Smtp;

/// <summary><c>BDAT SP chunk-size [SP "LAST"]</c> (RFC 3030 s2).</summary>
internal readonly record struct ChunkCommand(long Size, bool IsLast)
{
    /// <summary>More than any server takes as a message.</summary>
    private const long LargestChunk = 1L << 31;

    public static bool TryParse(ReadOnlySpan<byte> line, out ChunkCommand command)
    {
        command = default;
        var rest = line.Length > 5 ? line[5..].TrimEnd((byte)' ') : default;
        if (rest.IsEmpty || !char.IsAsciiDigit((char)rest[0]) || !Utf8Parser.TryParse(rest, out long size, out var used) || size > LargestChunk)
        {
            return false;
        }

        var tail = rest[used..];
        command = new ChunkCommand(size, !tail.IsEmpty);
        return tail.IsEmpty || (tail.Length == 5 && tail[0] == (byte)' ' && Ascii.EqualsIgnoreCase(tail[1..], "LAST"u8));
    }
}
