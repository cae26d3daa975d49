using Stray.Capture.Features;
using Stray.Capture.FlowLogs;
using Stray.Capture.Flows;
using Stray.Capture.Frames;
using Stray.Contracts.Flows;
using Stray.Runs;

namespace Stray.Embedded;

/// <summary>Steps 1 to 5 for one input of a run, whatever it is: a capture file or another tool's flow log.</summary>
internal sealed class InputCapture(CaptureScope scope, Action<FlowRecord> next, IProgress<double> progress)
{
    private readonly FlowSpan _flows = new(next);

    /// <summary>Told the counts of an input of frames when it has been read.</summary>
    public Action<FrameCounters, CaptureQuality> Measured { get; init; } = static (_, _) => { };

    public InputSummary Run(string path, CancellationToken stop)
    {
        if (!InputFile.TryOpen(path, out var input, out var failure))
        {
            return InputSummary.Failed(path, failure.ToString());
        }

        return InputKinds.Of(input) == InputKind.FlowLog ? Rows(input, stop) : Frames(input, stop);
    }

    private InputSummary Frames(InputFile input, CancellationToken stop)
    {
        var name = input.Name;
        if (!FrameFile.TryOpen(input, out var file, out var failure))
        {
            return InputSummary.Failed(name, failure.ToString());
        }

        IFrameSource source = file;
        if (scope.Filter is not null)
        {
            if (!FilteredFrames.TryCreate(source, scope.Filter, out var filtered, out failure))
            {
                source.Dispose();
                return InputSummary.Failed(name, failure.ToString());
            }

            source = filtered;
        }

        using (source)
        {
            var path = CapturePaths.Build(new WatchedFrames(source, progress), scope.Settings.Capture, scope.Emitter(name), _flows.Add);
            var ended = path.Run(stop);
            Measured(source.Counters, path.Quality);
            return Summary(name, "frames", source.Counters.Read, ended?.ToString(), QualityLines.Of(path, source.Counters)) with { Frames = source.Counters };
        }
    }

    private InputSummary Rows(InputFile input, CancellationToken stop)
    {
        var name = input.Name;
        if (!FlowLog.TryOpen(input, out var log, out var failure))
        {
            return InputSummary.Failed(name, failure.ToString());
        }

        using (log)
        {
            var emitter = new RowEmitter(_flows.Add, scope.Emitter(name));
            while (!stop.IsCancellationRequested && log.TryRead(out var row))
            {
                emitter.Emit(row);
            }

            return Summary(name, "rows", log.Counters.Rows, log.Failure?.ToString(), QualityLines.Of(log));
        }
    }

    private InputSummary Summary(string name, string unit, long read, string? failure, IReadOnlyList<QualityMeasure> quality) =>
        new(name, unit, read, _flows.Flows, _flows.First, _flows.Last, failure, quality);
}
