namespace Stray.Capture.Frames;

/// <summary>Where frames come from: a file or a live interface. One thread reads.</summary>
public interface IFrameSource : IDisposable
{
    /// <summary>File or interface name, for messages and as the default sensor name.</summary>
    string Name { get; }

    /// <summary>How far through the input we are, 0..1; NaN when unknown (stdin, live).</summary>
    double Progress { get; }

    FrameCounters Counters { get; }

    /// <summary>Why reading ended early; null while reading and after a clean end.</summary>
    FrameFailure? Failure { get; }

    /// <summary>False at the end of the input or on a failure; every whole frame before either has been given.</summary>
    bool TryRead(out Frame frame);
}
