using Stray.Capture.Decoding;
using Stray.Capture.Frames;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Decoding;

/// <summary>
/// One rule: frames of which the last breaks it, where the evidence must point, and frames that look alike and keep it.
/// </summary>
internal sealed record DecoderCase(string Sentence, FindingName Finding, byte[][] Broken, int Offset, int Length, byte[][] Sound)
{
    public LinkType LinkType { get; init; } = LinkType.Ethernet;

    /// <summary>Length on the wire of the last broken frame; its own length when 0.</summary>
    public int WireLength { get; init; }

    /// <summary>Seconds between frames.</summary>
    public double Apart { get; init; } = 0.01;

    public override string ToString() => Sentence;

    /// <summary>Decodes the frames and returns what the last one's findings were, and those of all.</summary>
    public static (FlowFinding[] Last, FlowFinding[] All) Decode(byte[][] frames, DecoderCase of, int wireLength = 0)
    {
        var decoder = new Decoder();
        var packet = default(Packet);
        var all = new List<FlowFinding>();
        for (var i = 0; i < frames.Length; i++)
        {
            var last = i == frames.Length - 1;
            decoder.Decode(
                new Frame
                {
                    Bytes = frames[i],
                    Number = i + 1,
                    Time = (long)(1_700_000_000e9 + (i * of.Apart * 1e9)),
                    LinkType = of.LinkType,
                    OriginalLength = last && wireLength > 0 ? wireLength : frames[i].Length,
                },
                ref packet);
            all.AddRange(decoder.Findings.Items);
        }

        return ([.. decoder.Findings.Items], [.. all]);
    }
}
