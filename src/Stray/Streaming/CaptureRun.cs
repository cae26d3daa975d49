using Stray.Capture.Flows;
using Stray.Capture.Frames;
using Stray.Contracts;
using Stray.Contracts.Flows;
using Stray.Embedded;
using Stray.Runs;
using Stray.Transport.Cluster;
using Stray.Transport.Producers;

namespace Stray.Streaming;

/// <summary>Steps 1 to 5 with the flows topic at their end: reads the sources and publishes every flow until they end or it is stopped.</summary>
internal sealed class CaptureRun(CaptureScope scope, CaptureSources sources, FlowPublisher publisher, TimeProvider time)
{
    /// <summary>How long to look for the brokers before giving up; a supervisor starts the process again.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly List<InputSummary> _inputs = [];

    /// <summary>What the run tells of itself; null for nothing.</summary>
    public CaptureMetrics? Metrics { get; init; }

    /// <summary>Called about once a second and at the end, on the thread that captures.</summary>
    public Action OnPace { get; init; } = static () => { };

    /// <summary>Told when an interface is open.</summary>
    public Action<string> OnOpened { get; init; } = static _ => { };

    public IStageProgress Progress { get; init; } = Silence.Instance;

    /// <returns>What happened, and why it is no success; null when all input was read and nothing was refused or left undelivered.</returns>
    public (CaptureSummary Summary, ClusterFailure? Failure) Run(CancellationToken stop)
    {
        if (publisher.Connect(ConnectTimeout) is { } unreachable)
        {
            return (new(_inputs, publisher.Totals), unreachable);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, publisher.Broken);
        Capture(ended.Token);
        publisher.Close();
        OnPace();
        return (new(_inputs, publisher.Totals), publisher.Failure ?? InputFailure());
    }

    private void Capture(CancellationToken stop)
    {
        var pace = new Pulse(Pace, OnPace, time);
        void Publish(FlowRecord flow)
        {
            Metrics?.Count(flow);
            publisher.Publish(flow);
            pace.Beat();
        }

        void Rest()
        {
            publisher.Rest();
            pace.Beat();
        }

        if (sources.Live is { } live)
        {
            _inputs.Add(new InterfaceCapture(scope, live, Publish, time) { Opened = () => OnOpened(live.Interface), Quiet = Rest, Measured = Measure }.Run(stop));
            return;
        }

        foreach (var file in sources.Files.TakeWhile(_ => !stop.IsCancellationRequested))
        {
            Progress.Stage($"reading {Path.GetFileName(file)}");
            Metrics?.BeginInput();
            _inputs.Add(new InputCapture(scope, Publish, Progress) { Measured = Measure }.Run(file, stop));
        }
    }

    private void Measure(FrameCounters read, CaptureQuality quality) => Metrics?.Take(read, quality);

    // A broken file stays broken; an interface may come back.
    private ClusterFailure? InputFailure() => _inputs.Find(i => i.Failure is not null)?.Failure is { } reason
        ? new(sources.Live is null ? ExitCode.BadData : ExitCode.Unavailable, reason)
        : null;
}
