using Stray.Contracts;
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

    private readonly List<InputSummary> _inputs = [];

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
        return (new(_inputs, publisher.Totals), publisher.Failure ?? InputFailure());
    }

    private void Capture(CancellationToken stop)
    {
        if (sources.Live is { } live)
        {
            _inputs.Add(new InterfaceCapture(scope, live, publisher.Publish, time)
            {
                Opened = () => OnOpened(live.Interface),
                Quiet = publisher.Rest,
            }.Run(stop));
            return;
        }

        foreach (var file in sources.Files.TakeWhile(_ => !stop.IsCancellationRequested))
        {
            Progress.Stage($"reading {Path.GetFileName(file)}");
            _inputs.Add(new InputCapture(scope, publisher.Publish, Progress).Run(file, stop));
        }
    }

    // A broken file stays broken; an interface may come back.
    private ClusterFailure? InputFailure() => _inputs.Find(i => i.Failure is not null)?.Failure is { } reason
        ? new(sources.Live is null ? ExitCode.BadData : ExitCode.Unavailable, reason)
        : null;
}
