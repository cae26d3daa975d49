using Stray.Capture.Frames;

namespace Stray.Tests.Capture.Frames;

public sealed class FrameFileTests
{
    private static readonly byte[] Some = [1, 2, 3, 4, 5];

    private static byte[] Pcap() =>
        new CaptureBytes().PcapHeader().PcapRecord(1, 0, Some).PcapRecord(2, 0, [.. Some, .. Some]).PcapRecord(3, 0, []).ToArray();

    private static byte[] Pcapng() =>
        new CaptureBytes().Section().Interface().Enhanced(0, 1, Some).Block(4, [9, 9]).Simple(5, Some).Enhanced(0, 2, []).ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_cut_gives_the_whole_frames_before_it_and_then_a_failure_that_says_where(bool pcapng)
    {
        var file = pcapng ? Pcapng() : Pcap();
        var ends = StructureEnds(file, pcapng);
        var whole = ReadFrames.Of(file).Frames;
        for (var length = 0; length <= file.Length; length++)
        {
            var read = ReadFrames.Of(file[..length]);
            var before = ends.Count(e => e.IsFrame && e.Offset <= length);
            Assert.Equal(whole.Take(before), read.Frames);
            var isBoundary = ends.Any(e => e.Offset == length);
            Assert.Equal(isBoundary, read.Failure is null);
            if (!isBoundary && length > ends[0].Offset)
            {
                Assert.Equal((ends.Last(e => e.Offset <= length).Offset, before), (read.Failure!.Offset, read.Failure.Frame));
                Assert.Contains("test.pcap: offset", read.Failure.ToString(), StringComparison.Ordinal);
                Assert.Contains("cut off", read.Failure.Reason, StringComparison.Ordinal);
            }
        }
    }

    private static List<(long Offset, bool IsFrame)> StructureEnds(byte[] file, bool pcapng)
    {
        var ends = new List<(long, bool)>();
        var at = pcapng ? 0 : 24;
        if (!pcapng)
        {
            ends.Add((at, false));
        }

        while (at < file.Length)
        {
            var isFrame = !pcapng || file[at] is 2 or 3 or 6;
            at += pcapng ? BitConverter.ToInt32(file, at + 4) : 16 + BitConverter.ToInt32(file, at + 8);
            ends.Add((at, isFrame));
        }

        return ends;
    }

    [Fact]
    public void Gzip_is_taken_off_by_its_magic_also_when_it_has_several_members()
    {
        var file = Pcap();
        var read = ReadFrames.Of(CaptureBytes.Gzip(file[..30], file[30..]));
        Assert.Null(read.Failure);
        Assert.Equal(ReadFrames.Of(file).Frames, read.Frames);
    }

    [Fact]
    public void Every_cut_of_a_gzip_is_noticed_and_gives_the_frames_before_it()
    {
        var file = Pcap();
        var gzip = CaptureBytes.Gzip(file);
        var whole = ReadFrames.Of(file).Frames;
        for (var length = 0; length < gzip.Length; length++)
        {
            var read = ReadFrames.Of(gzip[..length]);
            Assert.NotNull(read.Failure);
            Assert.Equal(whole.Take(read.Frames.Count), read.Frames);
        }
    }

    [Fact]
    public void Damaged_gzip_gives_what_came_before_and_then_the_offset()
    {
        var random = new byte[600_000];
        new Random(5).NextBytes(random);
        var gzip = CaptureBytes.Gzip(new CaptureBytes().PcapHeader().PcapRecord(1, 0, Some).PcapRecord(2, 0, random).ToArray());
        gzip[^5] ^= 0xFF;
        gzip[gzip.Length / 2] ^= 0xFF;
        var read = ReadFrames.Of(gzip);
        Assert.Single(read.Frames);
        Assert.Equal(24 + 21, read.Failure!.Offset);
        Assert.Contains("gzip data is damaged", read.Failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Pipe_that_gives_single_bytes_is_read_like_a_file()
    {
        foreach (var file in new[] { Pcap(), Pcapng(), CaptureBytes.Gzip(Pcap()) })
        {
            var read = ReadFrames.Of(new OneByteStream(file));
            Assert.Null(read.Failure);
            Assert.Equal(ReadFrames.Of(file).Frames, read.Frames);
        }
    }

    [Fact]
    public void Failing_disk_ends_reading_with_its_message()
    {
        var read = ReadFrames.Of(new OneByteStream(Pcap(), breaksAt: 50));
        Assert.Single(read.Frames);
        Assert.Equal("the disk is gone", read.Failure!.Reason);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("28B52FFD0000", "zstdcat")]
    [InlineData("FD377A585A00", "xzcat")]
    [InlineData("0102030405060708090A", "it starts with 0102030405060708;")]
    [InlineData("D4C3", "it starts with d4c3;")]
    [InlineData("D4C3B2A1", "ends inside its pcap header")]
    public void Input_that_is_no_capture_is_refused_with_what_to_do(string hex, string expected)
    {
        var read = ReadFrames.Of(Convert.FromHexString(hex));
        Assert.Contains(expected, read.Failure!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/such/file.pcap")]
    [InlineData("/")]
    public void Missing_file_and_folder_are_failures_not_exceptions(string path)
    {
        Assert.False(FrameFile.TryOpen(path, out _, out var failure));
        Assert.Equal((path, -1), (failure.Source, failure.Offset));
        Assert.NotEmpty(failure.Reason);
    }

    [Fact]
    public void Progress_goes_from_nothing_to_all_for_a_file_and_is_unknown_for_a_pipe()
    {
        var large = new byte[400_000];
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, new CaptureBytes().PcapHeader().PcapRecord(1, 0, large).PcapRecord(1, 0, large).ToArray());
        Assert.True(FrameFile.TryOpen(path, out var frames, out _));
        var atStart = frames.Progress;
        while (frames.TryRead(out _))
        {
        }

        Assert.InRange(atStart, 0, 0.5);
        Assert.Equal(1, frames.Progress);
        frames.Dispose();
        File.Delete(path);
        Assert.True(FrameFile.TryOpen(InputFile.Open("pipe", new OneByteStream(Pcap())), out var piped, out _));
        Assert.Equal(double.NaN, piped.Progress);
        piped.Dispose();
    }

    [Fact]
    public void Reading_on_after_the_end_or_a_failure_gives_nothing_more()
    {
        Assert.True(FrameFile.TryOpen(InputFile.Open("cut", new MemoryStream(Pcap()[..50])), out var frames, out _));
        Assert.True(frames.TryRead(out _));
        Assert.False(frames.TryRead(out _));
        var first = frames.Failure;
        Assert.False(frames.TryRead(out _));
        Assert.NotNull(first);
        Assert.Same(first, frames.Failure);
        frames.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reading_allocates_nothing_per_frame(bool pcapng)
    {
        var file = new CaptureBytes();
        _ = pcapng ? file.Section().Interface(options: file.Option(9, [0x80 | 20])) : file.PcapHeader();
        for (var i = 0; i < 20_000; i++)
        {
            _ = pcapng ? file.Enhanced(0, (ulong)i, new byte[i % 1500]) : file.PcapRecord(i, i, new byte[i % 1500]);
        }

        Assert.True(FrameFile.TryOpen(InputFile.Open("many", new MemoryStream(file.ToArray())), out var frames, out _));
        var allocated = new List<long>();
        for (var stretch = 0; stretch < 10; stretch++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 2000; i++)
            {
                Assert.True(frames.TryRead(out _));
            }

            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // A collection that other tests cause puts the rest of this thread's allocation window on its account: once, not per frame.
        Assert.Equal(0, allocated.Min());
        Assert.True(allocated.Order().Take(6).Sum() == 0, string.Join(' ', allocated));
        frames.Dispose();
    }
}
