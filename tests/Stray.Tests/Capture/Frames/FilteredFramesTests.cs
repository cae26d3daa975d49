using Stray.Capture.Frames;

namespace Stray.Tests.Capture.Frames;

public sealed class FilteredFramesTests
{
    private static readonly byte[] Udp53 = Convert.FromHexString(
        "0000000000010000000000020800" + "4500001C000000004011000001010101020202020035003500080000");
    private static readonly byte[] Arp = Convert.FromHexString("FFFFFFFFFFFF0000000000020806" + "0001080006040001");

    [Fact]
    public void Only_frames_that_match_come_through_with_their_own_numbers()
    {
        var read = Filter(new CaptureBytes().PcapHeader().PcapRecord(1, 0, Arp).PcapRecord(2, 0, Udp53).PcapRecord(3, 0, []), "udp port 53");
        Assert.Null(read.Failure);
        Assert.Equal(2, Assert.Single(read.Frames).Number);
        Assert.Equal((3, 2), (read.Counters!.Read, read.Counters.FilteredOut));
    }

    [Fact]
    public void Lengths_are_those_on_the_wire_not_the_captured_ones()
    {
        var read = Filter(new CaptureBytes().PcapHeader().PcapRecord(1, 0, Udp53, 1500).PcapRecord(2, 0, Udp53), "greater 1000");
        Assert.Equal(1, Assert.Single(read.Frames).Number);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(12)]
    [InlineData(14)]
    [InlineData(228)]
    public void Every_number_for_raw_ip_can_be_filtered(uint linkType)
    {
        var read = Filter(new CaptureBytes().PcapHeader(linkType: linkType).PcapRecord(1, 0, Udp53.AsSpan(14)), "udp port 53");
        Assert.Single(read.Frames);
        Assert.Null(read.Failure);
    }

    [Fact]
    public void Interfaces_of_different_link_types_each_get_their_own_program()
    {
        var file = new CaptureBytes().Section().Interface(1).Interface(101);
        for (ulong i = 0; i < 3; i++)
        {
            file.Enhanced(0, i, Udp53).Enhanced(1, i, Udp53.AsSpan(14)).Enhanced(0, i, Arp);
        }

        var read = Filter(file, "udp");
        Assert.Equal([1, 2, 4, 5, 7, 8], read.Frames.Select(f => f.Number));
    }

    [Fact]
    public void Expression_that_does_not_compile_is_refused_with_libpcaps_words()
    {
        var source = Open(new CaptureBytes().PcapHeader());
        Assert.False(Create(source, "tcp portt 80", out _, out var failure));
        Assert.Contains("filter 'tcp portt 80': ", failure!.Reason, StringComparison.Ordinal);
        Assert.Contains("syntax error", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Expression_that_does_not_fit_a_frames_link_type_ends_reading_and_says_so()
    {
        var file = new CaptureBytes().Section().Interface(1).Interface(101).Enhanced(0, 1, Arp).Enhanced(1, 2, Udp53.AsSpan(14));
        var read = Filter(file, "ether src 00:00:00:00:00:02");
        Assert.Equal(1, Assert.Single(read.Frames).Number);
        Assert.Contains("does not fit frame 2, raw ip", read.Failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_of_the_source_shows_through()
    {
        var read = Filter(new CaptureBytes().PcapHeader().PcapRecord(1, 0, Udp53).U32(1), "udp");
        Assert.Single(read.Frames);
        Assert.Contains("cut off", read.Failure!.Reason, StringComparison.Ordinal);
    }

    private static ReadFrames Filter(CaptureBytes file, string expression)
    {
        Assert.True(Create(Open(file), expression, out var filtered, out var failure), failure?.ToString());
        return ReadFrames.Of(filtered!);
    }

    private static FrameFile Open(CaptureBytes file)
    {
        Assert.True(FrameFile.TryOpen(InputFile.Open("test.pcap", new MemoryStream(file.ToArray())), out var frames, out _));
        return frames;
    }

    private static bool Create(FrameFile source, string expression, out FilteredFrames? filtered, out FrameFailure? failure)
    {
        var created = FilteredFrames.TryCreate(source, expression, out filtered, out failure);
        Assert.SkipWhen(failure?.Reason.Contains("libpcap is not installed", StringComparison.Ordinal) == true, "libpcap is not installed");
        return created;
    }
}
