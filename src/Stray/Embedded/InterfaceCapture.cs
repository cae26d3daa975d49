using Stray.Capture.Flows;
using Stray.Capture.Frames;
using Stray.Contracts.Flows;
using Stray.Runs;

namespace Stray.Embedded;

/// <summary>Steps 1 to 5 for a live interface, until stopped: flows that fall silent end by the clock, not by the next packet.</summary>
internal sealed class InterfaceCapture(CaptureScope scope, LiveOptions options, Action<FlowRecord> next, TimeProvider time)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly FlowSpan _flows = new(next);

    /// <summary>The interface is open: from now on nothing is missed.</summary>
    public Action Opened { get; init; } = static () => { };

    /// <summary>Called on the capturing thread whenever nothing is waiting, at least every tenth of a second on a silent network.</summary>
    public Action Quiet { get; init; } = static () => { };

    /// <summary>Told the counts now and then, on the capturing thread, and once more when they are final.</summary>
    public Action<FrameCounters, CaptureQuality> Measured { get; init; } = static (_, _) => { };

    public InputSummary Run(CancellationToken stop)
    {
        if (!LiveInterface.TryOpen(options, stop, out var live, out var failure))
        {
            return InputSummary.Failed(options.Interface, failure.ToString());
        }

        Pulse? measuring = null;
        void Add(FlowRecord flow)
        {
            _flows.Add(flow);
            measuring?.Beat(); // a busy network is never quiet
        }

        var path = CapturePaths.Build(live, scope.Settings.Capture, scope.Emitter(options.Interface), Add);
        measuring = new Pulse(Pace, () => Measured(live.Counters, path.Quality), time);
        using (live)
        {
            live.OnQuiet = () =>
            {
                path.PassTime(Now());
                Quiet();
                measuring.Beat();
            };
            Opened();
            path.Run(CancellationToken.None); // the interface ends by itself when stopped, after what the kernel still holds
        }

        // after closing: only then are the drops counted to the end
        path.Quality.Take(live.Counters);
        Measured(live.Counters, path.Quality);
        return new(options.Interface, "frames", live.Counters.Read, _flows.Flows, _flows.First, _flows.Last,
            live.Failure?.ToString(), QualityLines.Of(path, live.Counters))
        {
            Frames = live.Counters,
        };
    }

    private long Now() => (time.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;
}
