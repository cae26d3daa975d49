using System.Diagnostics.CodeAnalysis;
using Stray.Capture.Frames;

namespace Stray.Capture.FlowLogs;

/// <summary>
/// Flows that another tool logged: Zeek conn.log (TSV, JSON), Suricata EVE or CSV, each also as .gz and from stdin, read line
/// by line. A line that cannot be read is counted and the next one read.
/// </summary>
public sealed class FlowLog : IDisposable
{
    private const int BadLinesKept = 5;

    private readonly InputFile _input;
    private readonly LineReader _lines;
    private readonly FlowLogFormat _format;
    private readonly List<BadLine> _badLines = [];
    private bool _ended;

    private FlowLog(InputFile input, FlowLogFormat format)
    {
        _input = input;
        _format = format;
        _lines = new LineReader(new BlockReader(input.Content));
    }

    public string Name => _input.Name;

    /// <summary>What the log was recognised as, for messages.</summary>
    public string Format => _format.Name;

    /// <summary>0..1; NaN when unknown (stdin).</summary>
    public double Progress => _input.Progress;

    public FlowLogCounters Counters { get; } = new();

    /// <summary>The first few lines that could not be read.</summary>
    public IReadOnlyList<BadLine> BadLines => _badLines;

    /// <summary>Set at the end: the input broke, or most of it could not be read. The rows before stay good.</summary>
    public FrameFailure? Failure { get; private set; }

    /// <param name="path">A file, or "-" for stdin.</param>
    public static bool TryOpen(string path, [NotNullWhen(true)] out FlowLog? log, [NotNullWhen(false)] out FrameFailure? failure)
    {
        log = null;
        return InputFile.TryOpen(path, out var input, out failure) && TryOpen(input, out log, out failure);
    }

    /// <summary>Takes the input over: it is closed with the log, or at once when it cannot be read.</summary>
    public static bool TryOpen(InputFile input, [NotNullWhen(true)] out FlowLog? log, [NotNullWhen(false)] out FrameFailure? failure)
    {
        var format = FlowLogFormats.Recognise(input.Head, out var reason);
        log = format is null ? null : new FlowLog(input, format);
        failure = format is null ? new FrameFailure(input.Name, -1, 0, reason) : null;
        if (format is null)
        {
            input.Dispose();
        }

        return failure is null;
    }

    /// <summary>The next flow, in a row that is used again for the one after; false at the end.</summary>
    public bool TryRead([NotNullWhen(true)] out FlowRow? row)
    {
        row = _format.Row;
        while (!_ended && _lines.TryRead(out var line))
        {
            switch (_lines.IsTooLong ? LineKind.Bad : _format.Read(line))
            {
                case LineKind.Row:
                    row.Line = _lines.Number;
                    Counters.Rows++;
                    return true;
                case LineKind.Skipped:
                    Counters.Skipped++;
                    break;
                default:
                    CountBad(_lines.IsTooLong ? $"longer than {LineReader.Longest} bytes" : _format.Complaint);
                    break;
            }
        }

        Stop();
        row = null;
        return false;
    }

    public void Dispose() => _input.Dispose();

    private void CountBad(string reason)
    {
        Counters.Bad++;
        if (_badLines.Count < BadLinesKept)
        {
            _badLines.Add(new BadLine(Name, _lines.Number, reason));
        }
    }

    private void Stop()
    {
        _ended = true;
        var lines = Counters.Rows + Counters.Skipped + Counters.Bad;
        var reason = _lines.Broken is { } broken ? $"after line {_lines.Number}: {broken}"
            : Counters.Bad > lines / 2 ? $"{Counters.Bad} of {lines} lines cannot be read as {Format}; line {_badLines[0].Line}: {_badLines[0].Reason}"
            : null;
        Failure ??= reason is null ? null : new FrameFailure(Name, -1, Counters.Rows, reason);
    }
}
