using System.Diagnostics;
using Stray.Capture.Decoding;
using Stray.Capture.Frames;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Capture.Decoding;

/// <summary>Nothing that can be in a frame makes the decoder throw, hang or grow.</summary>
public sealed class HostileFrameTests
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(120);

    public static TheoryData<string, byte[]> Traps => new()
    {
        { "IPv4 with header length 0 and protocol 4", Ethernet(0x0800, Patch(Ipv4(4, Zeros(40)), 0, 0x40)) },
        { "IPv4 in IPv4 without end", Ethernet(0x0800, Ipv4(4, Patch(Ipv4(4, Zeros(40)), 0, 0x40))) },
        { "TCP option of length 0", Frame4(6, Tcp(2, options: Hex("0800 0000 0000 0000 0000 0000"))) },
        { "ND option of length 0", Frame6(58, Icmp(135, 0, Join(U32(0), Address(Server6), Hex("0100000000000000"))), 255) },
        { "IPv6 option of length 255", Frame6(60, Join(Hex("3A00 01FF 0000 0000"), Zeros(8))) },
        { "PPP option of length 0", Ethernet(0x8864, Hex("11000001 000A C021 0101 0008 0500 0000")) },
        { "MPLS without a bottom", Ethernet(0x8847, Zeros(2000)) },
        { "Extension headers without end", Frame6(0, Zeros(4000)) },
        { "GTP extension of length 0", Frame4(17, Udp(2152, 2152, Hex("34FF 0008 00000007 00000085 00000000"))) },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public void Frames_that_hang_other_libraries_end_at_once(string name, byte[] frame)
    {
        var watch = Stopwatch.StartNew();
        var packet = DecoderPacketTests.Decode(frame, out var decoder);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), name);
        Assert.False(decoder.Findings.Items.IsEmpty);
        Assert.Equal(frame.Length, packet.CapturedLength);
    }

    [Fact]
    public void Every_truncation_of_every_frame_of_50_captures_is_decoded()
    {
        var files = Directory.GetFiles(SharedData.File("captures")).Where(f => f.Contains(".pcap") && new FileInfo(f).Length < 60_000).Order().Take(50).ToList();
        Assert.Equal(50, files.Count);
        var decoder = new Decoder();
        var packet = default(Packet);
        var watch = Stopwatch.StartNew();
        foreach (var frame in files.SelectMany(CaptureReader.Read))
        {
            for (var length = 0; length <= frame.Bytes.Length; length++)
            {
                var bytes = frame.Bytes.AsSpan(0, length);
                Check(decoder, frame.ToFrame(bytes), ref packet);
                Check(decoder, new Frame { Bytes = bytes, OriginalLength = length, LinkType = frame.LinkType, Time = frame.Time }, ref packet);
            }

            Assert.True(watch.Elapsed < Watchdog, "too slow");
        }
    }

    [Fact]
    public void A_million_random_changes_of_real_frames_are_decoded()
    {
        var frames = Directory.GetFiles(SharedData.File("captures")).Where(f => f.Contains(".pcap")).Order().SelectMany(f => CaptureReader.Read(f).Take(20)).ToList();
        var random = new Random(4711);
        var decoder = new Decoder();
        var packet = default(Packet);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 1_000_000; i++)
        {
            var frame = frames[random.Next(frames.Count)];
            if (frame.Bytes.Length == 0)
            {
                continue;
            }

            // In place: changes pile up, and the frames wander ever farther from what a stack sends.
            frame.Bytes[random.Next(Math.Min(frame.Bytes.Length, 128))] = (byte)random.Next(256);
            Check(decoder, frame.ToFrame(), ref packet);
            if (i % 10_000 == 0)
            {
                Assert.True(watch.Elapsed < Watchdog, "too slow");
            }
        }
    }

    private static void Check(Decoder decoder, scoped in Frame frame, ref Packet packet)
    {
        decoder.Decode(frame, ref packet);
        if (packet.PayloadOffset < 0 || packet.PayloadLength < 0 || packet.PayloadOffset + packet.PayloadLength > packet.Bytes.Length)
        {
            Assert.Fail($"payload {packet.PayloadOffset}+{packet.PayloadLength} of {packet.Bytes.Length} bytes");
        }

        foreach (ref readonly var finding in decoder.Findings.Items)
        {
            if (finding.Offset < -1 || finding.Length < 0 || finding.Offset + finding.Length > frame.Bytes.Length)
            {
                Assert.Fail($"{finding} in {frame.Bytes.Length} bytes");
            }
        }
    }
}
