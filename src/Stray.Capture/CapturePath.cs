using Stray.Capture.Decoding;
using Stray.Capture.Flows;
using Stray.Capture.Frames;

namespace Stray.Capture;

/// <summary>The packet path, steps 1 to 5 of the data path, as one loop; one instance per worker.</summary>
public sealed class CapturePath(IFrameSource source, Decoder decoder, FlowTracker flows)
{
    /// <summary>How well the traffic could be seen, and what the decoder met: complete when <see cref="Run"/> returns.</summary>
    public CaptureQuality Quality => flows.Quality;

    public DecodingCounters Decoded => decoder.Counters;

    /// <inheritdoc cref="FlowTracker.PassTime"/>
    public void PassTime(long now) => flows.PassTime(now);

    /// <summary>Reads the source to its end and returns why it ended early, if it did. Flows still open end with the input.</summary>
    public FrameFailure? Run(CancellationToken stop)
    {
        var packet = default(Packet);
        while (!stop.IsCancellationRequested && source.TryRead(out var frame)) // 1 frames
        {
            decoder.Decode(frame, ref packet); // 2 decode
            flows.Track(decoder.Detached);
            flows.Track(packet, decoder.Findings); // 3 flows, 4 inspect; a flow that ends goes on to 5 features
        }

        decoder.Finish();
        flows.Track(decoder.Detached);
        flows.Finish();
        flows.Quality.Take(source.Counters);
        return source.Failure;
    }
}
