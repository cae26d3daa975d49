using Stray.Capture.Decoding;
using Stray.Capture.Frames;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Capture.Decoding;

public sealed class DecoderAllocationTests
{
    [Fact]
    public void Decoding_allocates_nothing()
    {
        byte[][] frames = [.. DecoderCases.All().SelectMany(c => c.Broken.Concat(c.Sound)), Frame4(6, Tcp(payload: Noise(1400)))];
        var decoder = new Decoder();
        Run(decoder, frames, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(decoder, frames, 100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Run(Decoder decoder, byte[][] frames, int times)
    {
        var packet = default(Packet);
        for (var i = 0; i < times; i++)
        {
            foreach (var frame in frames)
            {
                decoder.Decode(new Frame { Bytes = frame, Number = i, Time = i, LinkType = LinkType.Ethernet, OriginalLength = frame.Length }, ref packet);
            }
        }
    }
}
