using Stray.Capture.Frames;

namespace Stray.Capture.FlowLogs;

/// <summary>
/// Lines of a text as spans of the block buffer, without their end ("\n" or "\r\n") and without a byte order mark. A line
/// longer than <see cref="Longest"/> is given empty, and said to be.
/// </summary>
internal sealed class LineReader(BlockReader blocks)
{
    /// <summary>1 MiB: the largest records of the tools that write flow logs are some 64 KiB.</summary>
    public const int Longest = 1 << 20;

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>1-based number of the line given last.</summary>
    public long Number { get; private set; }

    /// <summary>The line given last was longer than is kept, and is given empty.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Why the input broke before its end.</summary>
    public string? Broken => blocks.Broken;

    /// <summary>False at the end of the input. A last line that the input broke in is not given.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        IsTooLong = false;
        if (!TryFindEnd(out var length, out var ending))
        {
            line = default;
            return false;
        }

        line = blocks.Peek(length);
        blocks.Consume(length + ending);
        line = line is [.., (byte)'\r'] ? line[..^1] : line;
        line = Number == 0 && line.StartsWith(Mark) ? line[Mark.Length..] : line;
        Number++;
        return true;
    }

    private bool TryFindEnd(out int length, out int ending)
    {
        length = 0;
        ending = 0;
        while (true)
        {
            if (IsTooLong)
            {
                return SkipToEnd(out length);
            }

            var rest = blocks.Peek(blocks.Available);
            var end = rest[length..].IndexOf((byte)'\n');
            length = end < 0 ? rest.Length : length + end;
            IsTooLong = length > Longest;
            if (end >= 0 && !IsTooLong)
            {
                ending = 1;
                return true;
            }

            if (!IsTooLong && !blocks.Ensure(length + 1))
            {
                return length > 0 && blocks.Broken is null;
            }
        }
    }

    // What is too long for a line is not kept in memory either; only that there was such a line is told.
    private bool SkipToEnd(out int length)
    {
        length = 0;
        while (true)
        {
            var rest = blocks.Peek(blocks.Available);
            var end = rest.IndexOf((byte)'\n');
            blocks.Consume(end < 0 ? rest.Length : end + 1);
            if (end >= 0 || !blocks.Ensure(1))
            {
                return true;
            }
        }
    }
}
