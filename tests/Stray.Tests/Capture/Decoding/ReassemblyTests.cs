using Stray.Capture.Decoding;
using Stray.Capture.Frames;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Capture.Decoding;

public sealed class ReassemblyTests
{
    private const int Second = 1_000_000_000;
    private static readonly byte[] Payload = Noise(3000);
    private static readonly byte[] Datagram4 = Ipv4(17, Udp(1111, 2222, Payload))[20..];
    private static readonly byte[] Datagram6 = Ipv6(17, Udp(1111, 2222, Payload))[40..];

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    [InlineData(1, 0, 2)]
    public void Fragments_in_any_order_make_the_datagram(int first, int second, int third)
    {
        foreach (var pieces in new[] { Pieces4(Datagram4), Pieces6(Datagram6) })
        {
            var decoder = new Decoder();
            var packet = default(Packet);
            Feed(decoder, pieces[first], ref packet);
            Assert.Equal((true, false), (packet.Fragment, packet.Reassembled));
            Feed(decoder, pieces[second], ref packet);
            Feed(decoder, pieces[third], ref packet);
            Assert.Equal((false, true), (packet.Fragment, packet.Reassembled));
            Assert.Equal((1111, 2222), (packet.SourcePort, packet.DestinationPort));
            Assert.Equal(Payload, packet.Payload.ToArray());
            Assert.Equal((2, (long)pieces[first].Length + pieces[second].Length), (packet.EarlierFragments, packet.EarlierFragmentBytes));
            Assert.True(decoder.Findings.Items.IsEmpty);
            Assert.Equal(1, decoder.Counters.Udp.Good);
        }
    }

    [Fact]
    public void The_first_fragment_says_the_ports()
    {
        var packet = default(Packet);
        var decoder = new Decoder();
        Feed(decoder, Pieces4(Datagram4)[0], ref packet);
        Assert.Equal((1111, 2222, false), (packet.SourcePort, packet.DestinationPort, packet.HasTransport));
        Feed(decoder, Pieces4(Datagram4)[1], ref packet);
        Assert.Equal((0, true), (packet.SourcePort, packet.Fragment));
    }

    [Fact]
    public void Where_fragments_overlap_the_first_wins()
    {
        var pieces = Pieces4(Datagram4);
        var forged = Patch(pieces[1], 34, Noise(1000, 9));
        var packet = default(Packet);
        var decoder = new Decoder();
        foreach (var piece in new[] { pieces[0], pieces[1], forged, pieces[2] })
        {
            Feed(decoder, piece, ref packet);
        }

        Assert.Equal(Payload, packet.Payload.ToArray());
    }

    [Fact]
    public void A_train_that_never_completes_is_told_when_its_time_is_over()
    {
        var packet = default(Packet);
        var decoder = new Decoder();
        Feed(decoder, Pieces4(Datagram4)[0], ref packet, number: 7);
        Feed(decoder, Pieces6(Datagram6)[0], ref packet, time: 61L * Second);
        Assert.Equal((1, 7), (decoder.Detached.Length, decoder.Detached[0].Finding.Frame));
        Assert.Equal(Client, decoder.Detached[0].Source.ToString());
        decoder.Finish();
        Assert.Equal((1, 2), (decoder.Detached.Length, decoder.Counters.Reassembly.Expired));
    }

    [Fact]
    public void A_million_fragments_that_never_complete_cost_no_memory()
    {
        var decoder = new Decoder(new DecoderLimits(FragmentTrains: 256, FragmentBytes: 4 << 20));
        var packet = default(Packet);
        var frame = Pieces4(Datagram4)[1];
        Flood(decoder, frame, 20_000, ref packet);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Flood(decoder, frame, 1_000_000, ref packet);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20); // buffers change hands between sizes, nothing is kept
        Assert.InRange(decoder.Counters.Reassembly.BytesHeld, 1, 4 << 20);
        Assert.True(decoder.Counters.Reassembly.Evicted > 900_000);
    }

    private static void Flood(Decoder decoder, byte[] frame, int count, ref Packet packet)
    {
        for (var i = 0; i < count; i++)
        {
            frame[18] = (byte)(i >> 8); // identification and source: another datagram each time
            frame[19] = (byte)i;
            frame[29] = (byte)(i >> 16);
            frame[20] = (byte)(0x20 | (i % 7)); // and other places, so that all buffer sizes are asked for
            Feed(decoder, frame, ref packet);
        }
    }

    private static void Feed(Decoder decoder, byte[] frame, ref Packet packet, long time = 1, long number = 1) => decoder.Decode(
        new Frame { Bytes = frame, Number = number, Time = time, LinkType = LinkType.Ethernet, OriginalLength = frame.Length }, ref packet);

    private static byte[][] Pieces4(byte[] datagram) =>
        [Piece4(datagram[..1000], 0, true), Piece4(datagram[1000..2000], 1000, true), Piece4(datagram[2000..], 2000, false)];

    private static byte[] Piece4(byte[] bytes, int offset, bool more) => Ethernet(0x0800, Ipv4(17, bytes, fragment: (offset / 8) | (more ? 0x2000 : 0)));

    private static byte[][] Pieces6(byte[] datagram) =>
        [Piece6(datagram[..1000], 0, true), Piece6(datagram[1000..2000], 1000, true), Piece6(datagram[2000..], 2000, false)];

    private static byte[] Piece6(byte[] bytes, int offset, bool more) => Frame6(44, Join([17, 0], U16(offset | (more ? 1 : 0)), U32(77), bytes));
}
