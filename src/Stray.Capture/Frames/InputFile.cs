using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace Stray.Capture.Frames;

/// <summary>
/// An opened input, file or stdin ("-"): its first bytes to recognise it by, its content with gzip taken off, and how far
/// it has been read. What it holds is for <see cref="FrameFile"/> or a flow log to say.
/// </summary>
public sealed class InputFile : IDisposable
{
    private const int HeadLength = 64 << 10;

    private readonly Stream _file;
    private readonly byte[] _head;

    private InputFile(string name, Stream file, HeadedStream content)
    {
        Name = name;
        _file = file;
        _head = content.Head;
        Content = content;
    }

    /// <summary>The path as given; "stdin" for "-".</summary>
    public string Name { get; }

    /// <summary>What the (decompressed) content starts with: up to 64 KiB, of a slow pipe at least the first whole line.</summary>
    public ReadOnlySpan<byte> Head => _head;

    /// <summary>All of the (decompressed) content, head included. Throws IOException or InvalidDataException where it breaks.</summary>
    internal Stream Content { get; }

    /// <summary>0..1 by bytes of the file itself; NaN for stdin and pipes.</summary>
    public double Progress => !_file.CanSeek ? double.NaN : _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public static bool TryOpen(
        string path, [NotNullWhen(true)] out InputFile? input, [NotNullWhen(false)] out FrameFailure? failure)
    {
        input = null;
        failure = null;
        var name = path == "-" ? "stdin" : path;
        Stream? file = null;
        try
        {
            // No buffer of the framework's: blocks are read straight into our own.
            file = path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
            input = Open(name, file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            file?.Dispose();
            failure = new FrameFailure(name, -1, 0, e.Message);
            return false;
        }
    }

    public void Dispose()
    {
        Content.Dispose();
        _file.Dispose();
    }

    internal static InputFile Open(string name, Stream file)
    {
        var content = ReadAhead(file);
        return content.Head is [0x1F, 0x8B, ..]
            ? new InputFile(name, file, ReadAhead(new GZipStream(content, CompressionMode.Decompress)))
            : new InputFile(name, file, content);
    }

    // Reads on until the content can be told: a binary magic at once, text by its first line that is not a comment. Where it
    // breaks that early, what came before the break is still given, and then the break.
    private static HeadedStream ReadAhead(Stream stream)
    {
        var head = new byte[HeadLength];
        var length = 0;
        try
        {
            int read;
            do
            {
                read = stream.Read(head, length, head.Length - length);
                length += read;
            }
            while (read != 0 && length < head.Length && !IsEnough(head.AsSpan(0, length)));
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return new HeadedStream(head[..length], stream, e);
        }

        return new HeadedStream(head[..length], stream, null);
    }

    private static bool IsEnough(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4)
        {
            return false;
        }

        if (head[0] < ' ' || head[0] > '~' || head[..4].IndexOfAnyInRange((byte)0, (byte)8) >= 0)
        {
            return true;
        }

        while (head is [(byte)'#', ..] && head.IndexOf((byte)'\n') is >= 0 and var end)
        {
            head = head[(end + 1)..];
        }

        return head is not [] and not [(byte)'#', ..] && head.Contains((byte)'\n');
    }
}
