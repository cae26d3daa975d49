using System.Diagnostics.CodeAnalysis;

namespace Stray.Capture.Frames;

/// <summary>Frames of a pcap or pcapng file (either also as .gz) or of stdin; the format is told by its magic, not by a name.</summary>
public sealed class FrameFile : IFrameSource
{
    private readonly InputFile _input;
    private readonly BlockReader _blocks;
    private readonly FrameFormat _format;
    private long _number;
    private bool _ended;

    private FrameFile(InputFile input, BlockReader blocks, FrameFormat format, FrameCounters counters)
    {
        _input = input;
        _blocks = blocks;
        _format = format;
        Counters = counters;
    }

    public string Name => _input.Name;

    public double Progress => _input.Progress;

    public FrameCounters Counters { get; }

    public FrameFailure? Failure { get; private set; }

    /// <summary>True when the content is a capture file's, to judge by its first four bytes.</summary>
    public static bool Recognises(ReadOnlySpan<byte> head) => PcapFormat.Recognises(head) || PcapngFormat.Recognises(head);

    /// <param name="path">A file, or "-" for stdin.</param>
    public static bool TryOpen(
        string path, [NotNullWhen(true)] out FrameFile? frames, [NotNullWhen(false)] out FrameFailure? failure)
    {
        frames = null;
        return InputFile.TryOpen(path, out var input, out failure) && TryOpen(input, out frames, out failure);
    }

    /// <summary>Takes the input over: it is closed with the source, or at once when it cannot be read.</summary>
    public static bool TryOpen(
        InputFile input, [NotNullWhen(true)] out FrameFile? frames, [NotNullWhen(false)] out FrameFailure? failure)
    {
        var blocks = new BlockReader(input.Content);
        var counters = new FrameCounters();
        var reason = OpenFormat(input, blocks, counters, out var format);
        frames = format is null ? null : new FrameFile(input, blocks, format, counters);
        failure = format is null ? new FrameFailure(input.Name, 0, 0, reason!) : null;
        if (format is null)
        {
            input.Dispose();
        }

        return failure is null;
    }

    public bool TryRead(out Frame frame)
    {
        while (!_ended)
        {
            var read = _format.Next(out var raw);
            if (read != FrameRead.Frame)
            {
                Stop(read);
                break;
            }

            _number++;
            if (!LinkTypes.TryKnow(raw.LinkType, out var linkType))
            {
                CountUnsupported(raw.LinkType);
                continue;
            }

            var originalLength = (int)Math.Min(raw.OriginalLength, int.MaxValue);
            Counters.Read++;
            Counters.Bytes += originalLength;
            Counters.SnaplenCut += raw.Bytes.Length < originalLength ? 1 : 0;
            frame = new Frame
            {
                Bytes = raw.Bytes,
                Number = _number,
                Time = raw.Time,
                TimeInvalid = raw.TimeInvalid,
                OriginalLength = originalLength,
                LinkType = linkType,
                Interface = raw.Interface,
            };
            return true;
        }

        frame = default;
        return false;
    }

    public void Dispose() => _input.Dispose();

    private static string? OpenFormat(InputFile input, BlockReader blocks, FrameCounters counters, out FrameFormat? format)
    {
        format = null;
        if (PcapFormat.Recognises(input.Head))
        {
            return PcapFormat.Open(blocks, out format);
        }

        if (PcapngFormat.Recognises(input.Head))
        {
            format = new PcapngFormat(blocks, counters);
            return null;
        }

        return UnknownContent.Describe(input.Head);
    }

    private void Stop(FrameRead read)
    {
        _ended = true;
        if (read == FrameRead.End)
        {
            return;
        }

        var reason = read == FrameRead.Invalid ? _format.Reason
            : _blocks.Broken ?? "the file ends inside a packet record: it was cut off or is still being written; read it again when it is whole";
        Failure = new FrameFailure(Name, _format.StructureOffset, _number, reason);
    }

    private void CountUnsupported(int linkType)
    {
        Counters.UnsupportedLinkType.TryGetValue(linkType, out var count);
        Counters.UnsupportedLinkType[linkType] = count + 1;
    }
}
