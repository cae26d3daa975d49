using SharpPcap.LibPcap;
using Stray.Capture.Frames;

namespace Stray.Tests.Capture.Frames;

public sealed class LiveInterfaceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Every_frame_of_a_replayed_capture_is_read_with_its_bytes()
    {
        var path = SharedData.File("captures", "ndpi__netflix.pcap");
        using var pair = new VethPair();
        pair.Enter(() =>
        {
            var sent = ReadFrames.OfPath(path).Frames;
            using var stop = new CancellationTokenSource(Patience);
            using var live = Open(new LiveOptions(VethPair.Far), stop.Token);
            Send(sent.Select(f => Convert.FromHexString(f.Bytes)));
            var received = new List<string>();
            while (received.Count < sent.Count && live.TryRead(out var frame))
            {
                Assert.Equal((received.Count + 1, frame.Bytes.Length, LinkType.Ethernet), (frame.Number, frame.OriginalLength, frame.LinkType));
                received.Add(Convert.ToHexString(frame.Bytes));
            }

            Assert.Equal(sent.Select(f => f.Bytes), received);
            Assert.Equal((sent.Count, 0L), (live.Counters.Read, live.Counters.KernelDropped));
            Assert.Null(live.Failure);
        });
    }

    [Fact]
    public void Starved_reader_with_a_tiny_buffer_shows_every_drop()
    {
        using var pair = new VethPair();
        pair.Enter(() =>
        {
            const int count = 20_000;
            using var stop = new CancellationTokenSource(Patience);
            using var live = Open(new LiveOptions(VethPair.Far) { BufferBytes = 300_000 }, stop.Token);
            live.OnQuiet = () =>
            {
                if (live.Counters.Read + live.Counters.KernelDropped == count)
                {
                    stop.Cancel();
                }
            };
            Send(Enumerable.Range(0, count).Select(_ => Ethernet(500)));
            while (live.TryRead(out _))
            {
            }

            Assert.Equal(count, live.Counters.Read + live.Counters.KernelDropped);
            Assert.InRange(live.Counters.KernelDropped, count / 2, count - 1);
        });
    }

    [Fact]
    public void Burst_that_the_default_of_libpcap_would_lose_fits_into_ours()
    {
        using var pair = new VethPair();
        pair.Enter(() =>
        {
            const int count = 20_000;
            using var stop = new CancellationTokenSource(Patience);
            using var live = Open(new LiveOptions(VethPair.Far), stop.Token);
            Send(Enumerable.Range(0, count).Select(_ => Ethernet(500)));
            while (live.Counters.Read < count && live.TryRead(out _))
            {
            }

            Assert.Equal((count, 0L), (live.Counters.Read, live.Counters.KernelDropped));
        });
    }

    [Fact]
    public void Snaplen_cuts_the_bytes_but_not_the_length_on_the_wire_and_a_filter_is_the_kernels()
    {
        using var pair = new VethPair();
        pair.Enter(() =>
        {
            using var stop = new CancellationTokenSource(Patience);
            using var live = Open(new LiveOptions(VethPair.Far) { Snaplen = 100, Filter = "greater 400" }, stop.Token);
            Send([Ethernet(300), Ethernet(500)]);
            Assert.True(live.TryRead(out var frame));
            Assert.Equal((100, 500), (frame.Bytes.Length, frame.OriginalLength));
            Assert.Equal(1, live.Counters.SnaplenCut);
            Assert.InRange(frame.Time, DateTimeOffset.Parse("2020-01-01T00:00Z", null).ToUnixTimeMilliseconds() * 1_000_000, long.MaxValue);
        });
    }

    [Fact]
    public void Stop_ends_the_waiting()
    {
        using var pair = new VethPair();
        pair.Enter(() =>
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            using var live = Open(new LiveOptions(VethPair.Far), stop.Token);
            Assert.False(live.TryRead(out _));
            Assert.Null(live.Failure);
        });
    }

    [Fact]
    public void What_the_kernel_had_kept_before_the_stop_is_still_read_and_what_comes_later_is_not()
    {
        using var pair = new VethPair();
        pair.Enter(() =>
        {
            using var stop = new CancellationTokenSource();
            using var live = Open(new LiveOptions(VethPair.Far), stop.Token);
            Send(Enumerable.Range(0, 3000).Select(_ => Ethernet(500)));
            stop.Cancel();
            Assert.True(live.TryRead(out _)); // the stop is noticed here
            Send(Enumerable.Range(0, 500).Select(_ => Ethernet(500)));
            while (live.TryRead(out _))
            {
            }

            Assert.Equal((3000, 0L, 0L), (live.Counters.Read, live.Counters.KernelDropped, live.Counters.LeftUnread));
        });
    }

    [Fact]
    public void Unknown_interface_and_bad_filter_are_failures_that_say_what_there_is()
    {
        using var pair = new VethPair();
        pair.Enter(() =>
        {
            Assert.False(LiveInterface.TryOpen(new LiveOptions("nosuch0"), CancellationToken.None, out _, out var failure));
            Assert.Contains($"there are {VethPair.Far}, {VethPair.Near}", failure.Reason.Replace("near0, far0", "far0, near0", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.False(LiveInterface.TryOpen(new LiveOptions(VethPair.Far) { Filter = "tcp portt" }, CancellationToken.None, out _, out failure));
            Assert.Contains("syntax error", failure.Reason, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("/opt/stray/stray", "sudo setcap cap_net_raw=eip /opt/stray/stray'")]
    [InlineData("/usr/bin/dotnet", "sudo setcap cap_net_raw=eip /app/stray', then start /app/stray itself")]
    [InlineData(null, "sudo setcap cap_net_raw=eip /app/stray'")]
    public void Missing_permission_names_the_published_binary_and_never_dotnet(string? process, string expected)
    {
        var advice = CapturePermission.Advice("eth0", process, "/app/");
        Assert.Contains(expected, advice, StringComparison.Ordinal);
        Assert.DoesNotContain("eip /usr/bin/dotnet", advice, StringComparison.Ordinal);
    }

    private static LiveInterface Open(LiveOptions options, CancellationToken stop)
    {
        var opened = LiveInterface.TryOpen(options, stop, out var live, out var failure);
        Assert.SkipWhen(failure?.Reason.Contains("libpcap is not installed", StringComparison.Ordinal) == true, "libpcap is not installed");
        Assert.True(opened, failure?.ToString());
        return live!;
    }

    private static void Send(IEnumerable<byte[]> frames)
    {
        using var near = LibPcapLiveDeviceList.New().Single(d => d.Name == VethPair.Near);
        near.Open(new SharpPcap.DeviceConfiguration());
        foreach (var frame in frames)
        {
            near.SendPacket(frame);
        }
    }

    private static byte[] Ethernet(int length)
    {
        var frame = new byte[length];
        frame[12] = 0x88;
        frame[13] = 0xB5;
        return frame;
    }
}
