using Stray.Capture.Decoding;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Decoding;

/// <summary>A capture run through one decoder, with what it found.</summary>
internal sealed class DecodedCapture
{
    public Decoder Decoder { get; } = new();

    /// <summary>All findings in order, evidence included.</summary>
    public List<FlowFinding> Findings { get; } = [];

    public IEnumerable<FindingName> Names => Findings.Select(f => f.Name).Distinct();

    public static DecodedCapture Of(string path)
    {
        var run = new DecodedCapture();
        var packet = default(Packet);
        foreach (var frame in CaptureReader.Read(path))
        {
            run.Decoder.Decode(frame.ToFrame(), ref packet);
            run.Findings.AddRange(run.Decoder.Findings.Items);
            run.Keep(run.Decoder.Detached);
        }

        run.Decoder.Finish();
        run.Keep(run.Decoder.Detached);
        return run;
    }

    private void Keep(ReadOnlySpan<DetachedFinding> detached)
    {
        foreach (var late in detached)
        {
            Findings.Add(late.Finding);
        }
    }
}
