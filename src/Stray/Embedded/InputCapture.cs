using Stray.Capture.Features;
using Stray.Capture.FlowLogs;
using Stray.Capture.Frames;
using Stray.Contracts.Flows;
using Stray.Runs;

namespace Stray.Embedded;

/// <summary>Steps 1 to 5 for one input of a run, whatever it is: a capture file or another tool's flow log.</summary>
internal sealed class InputCapture(AnalysisPlan plan, Action<FlowRecord> next, IProgress<double> progress)
{
    private long _flows;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    public InputSummary Run(string path, CancellationToken stop)
    {
        if (!InputFile.TryOpen(path, out var input, out var failure))
        {
            return Failed(path, failure.ToString());
        }

        return InputKinds.Of(input) == InputKind.FlowLog ? Rows(input, stop) : Frames(input, stop);
    }

    private InputSummary Frames(InputFile input, CancellationToken stop)
    {
        var name = input.Name;
        if (!FrameFile.TryOpen(input, out var file, out var failure))
        {
            return Failed(name, failure.ToString());
        }

        IFrameSource source = file;
        if (plan.Filter is not null)
        {
            if (!FilteredFrames.TryCreate(source, plan.Filter, out var filtered, out failure))
            {
                source.Dispose();
                return Failed(name, failure.ToString());
            }

            source = filtered;
        }

        using (source)
        {
            var path = CapturePaths.Build(new WatchedFrames(source, progress), plan.Settings.Capture, Options(name), Count);
            var ended = path.Run(stop);
            return Summary(name, "frames", source.Counters.Read, ended?.ToString(), QualityLines.Of(path, source.Counters));
        }
    }

    private InputSummary Rows(InputFile input, CancellationToken stop)
    {
        var name = input.Name;
        if (!FlowLog.TryOpen(input, out var log, out var failure))
        {
            return Failed(name, failure.ToString());
        }

        using (log)
        {
            var emitter = new RowEmitter(Count, Options(name));
            while (!stop.IsCancellationRequested && log.TryRead(out var row))
            {
                emitter.Emit(row);
            }

            return Summary(name, "rows", log.Counters.Rows, log.Failure?.ToString(), QualityLines.Of(log));
        }
    }

    private EmitterOptions Options(string input) => new()
    {
        Tenant = plan.Settings.Alerts.Tenant,
        Sensor = plan.Sensor ?? Path.GetFileName(input),
        Networks = CapturePaths.Networks(plan.Settings.Capture),
    };

    private void Count(FlowRecord flow)
    {
        _flows++;
        _first = Math.Min(_first, flow.Start);
        _last = Math.Max(_last, flow.End);
        next(flow);
    }

    private InputSummary Summary(string name, string unit, long read, string? failure, IReadOnlyList<QualityMeasure> quality) =>
        new(name, unit, read, _flows, _flows > 0 ? _first : 0, _flows > 0 ? _last : 0, failure, quality);

    private static InputSummary Failed(string name, string reason) => new(name, "frames", 0, 0, 0, 0, reason, []);
}
