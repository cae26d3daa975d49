using Stray.Capture;
using Stray.Capture.Decoding;
using Stray.Capture.Features;
using Stray.Capture.Flows;
using Stray.Capture.Frames;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Embedded;
using Stray.Settings;

namespace Stray.Tests.Capture;

/// <summary>
/// What the product's own path, steps 1 to 5 as it wires them itself, makes of a capture: every flow that ended, with copies
/// of what the path reuses.
/// </summary>
internal sealed record RealPath(
    IReadOnlyList<FlowRecord> Flows, CaptureQuality Quality, DecodingCounters Decoded, FrameCounters Read, FrameFailure? Failure)
{
    public IEnumerable<FlowFinding> Findings => Flows.SelectMany(f => f.Findings);

    public HashSet<FindingName> Names => [.. Findings.Select(f => f.Name)];

    public static RealPath Of(string path)
    {
        if (!InputFile.TryOpen(path, out var input, out var failure))
        {
            throw new IOException(failure.ToString());
        }

        return Of(input, CancellationToken.None);
    }

    public static RealPath Of(byte[] capture) => Of(capture, CancellationToken.None);

    /// <summary>The path over bytes of any kind; what is no capture gives no flow and the failure.</summary>
    public static RealPath Of(byte[] capture, CancellationToken stop) => Of(InputFile.Open("test.pcap", new MemoryStream(capture)), stop);

    private static RealPath Of(InputFile input, CancellationToken stop)
    {
        if (!FrameFile.TryOpen(input, out var file, out var refused))
        {
            return new RealPath([], new CaptureQuality(), new DecodingCounters(), new FrameCounters(), refused);
        }

        using (file)
        {
            var flows = new List<FlowRecord>();
            var path = CapturePaths.Build(file, new CaptureSettings(), new EmitterOptions(), flow => flows.Add(Copy(flow)));
            var failure = path.Run(stop);
            return new RealPath(flows, path.Quality, path.Decoded, file.Counters, failure);
        }
    }

    private static FlowRecord Copy(FlowRecord flow)
    {
        var copy = new FlowRecord
        {
            CommunityId = flow.CommunityId,
            Start = flow.Start,
            End = flow.End,
            FirstFrame = flow.FirstFrame,
            Source = flow.Source,
            Destination = flow.Destination,
            SourcePort = flow.SourcePort,
            DestinationPort = flow.DestinationPort,
            Protocol = flow.Protocol,
            EtherType = flow.EtherType,
            Direction = flow.Direction,
            App = flow.App,
            State = flow.State,
            Ended = flow.Ended,
            Midstream = flow.Midstream,
            Continued = flow.Continued,
            ForwardPackets = flow.ForwardPackets,
            BackwardPackets = flow.BackwardPackets,
            ForwardBytes = flow.ForwardBytes,
            BackwardBytes = flow.BackwardBytes,
            ServerName = flow.ServerName,
            Fingerprint = flow.Fingerprint,
            Features = [.. flow.Features],
        };
        copy.Findings.AddRange(flow.Findings);
        return copy;
    }
}
