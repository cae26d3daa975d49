using Stray.Capture.Frames;

namespace Stray.Embedded;

/// <summary>A source that tells how far it has been read, seldom enough to cost nothing.</summary>
internal sealed class WatchedFrames(IFrameSource source, IProgress<double> progress) : IFrameSource
{
    private const int Every = 1 << 14;

    private int _until = Every;

    public string Name => source.Name;

    public double Progress => source.Progress;

    public FrameCounters Counters => source.Counters;

    public FrameFailure? Failure => source.Failure;

    public bool TryRead(out Frame frame)
    {
        if (--_until == 0)
        {
            _until = Every;
            progress.Report(source.Progress);
        }

        return source.TryRead(out frame);
    }

    public void Dispose() => source.Dispose();
}
