using Stray.Capture.Frames;

namespace Stray.Tests.Capture.Frames;

/// <summary>A frame that outlives its source, for comparing.</summary>
internal sealed record KeptFrame(
    long Number, long Time, bool TimeInvalid, int OriginalLength, LinkType LinkType, int Interface, string Bytes);

/// <summary>Everything a capture gave, up to its end or failure.</summary>
internal sealed record ReadFrames(List<KeptFrame> Frames, FrameCounters? Counters, FrameFailure? Failure)
{
    public static ReadFrames Of(byte[] file) => Of(new MemoryStream(file));

    public static ReadFrames Of(CaptureBytes file) => Of(file.ToArray());

    public static ReadFrames Of(Stream file)
    {
        var input = InputFile.Open("test.pcap", file);
        return FrameFile.TryOpen(input, out var frames, out var failure) ? Of(frames) : new([], null, failure);
    }

    public static ReadFrames OfPath(string path) =>
        FrameFile.TryOpen(path, out var frames, out var failure) ? Of(frames) : new([], null, failure);

    public static ReadFrames Of(IFrameSource source)
    {
        var kept = new List<KeptFrame>();
        using (source)
        {
            while (source.TryRead(out var frame))
            {
                kept.Add(new KeptFrame(frame.Number, frame.Time, frame.TimeInvalid, frame.OriginalLength, frame.LinkType,
                    frame.Interface, Convert.ToHexString(frame.Bytes)));
            }

            return new(kept, source.Counters, source.Failure);
        }
    }
}
