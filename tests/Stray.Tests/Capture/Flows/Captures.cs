using Stray.Capture.Decoding;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Flows;

/// <summary>Runs a capture file through the flow stage.</summary>
internal static class Captures
{
    public static Replayed Replay(string file, FlowOptions? options = null)
    {
        var rig = new FlowRig(options);
        var number = 0L;
        TestDecoder.ReadFile(file, (link, time, wireLength, bytes) =>
        {
            var packet = default(Packet);
            TestDecoder.Decode(link, ++number, time, wireLength, bytes, ref packet);
            rig.Tracker.Track(packet, rig.Pending);
        });
        rig.Tracker.Finish();
        return new Replayed(rig.Flows, rig.Tracker.Quality);
    }
}

/// <summary>What came out of a capture.</summary>
internal sealed record Replayed(IReadOnlyList<EndedFlow> Flows, CaptureQuality Quality)
{
    public IEnumerable<FlowFinding> Findings => Flows.SelectMany(f => f.Findings);
}
