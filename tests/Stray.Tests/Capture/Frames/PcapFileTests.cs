using Stray.Capture.Frames;

namespace Stray.Tests.Capture.Frames;

public sealed class PcapFileTests
{
    private static readonly byte[] Some = [1, 2, 3, 4, 5];

    [Theory]
    [InlineData(0xA1B2C3D4, false, 7_000_000_009_000)]
    [InlineData(0xA1B2C3D4, true, 7_000_000_009_000)]
    [InlineData(0xA1B23C4D, false, 7_000_000_000_009)]
    [InlineData(0xA1B23C4D, true, 7_000_000_000_009)]
    public void Micro_and_nanoseconds_are_read_in_both_byte_orders(uint magic, bool bigEndian, long time)
    {
        var read = ReadFrames.Of(new CaptureBytes(bigEndian).PcapHeader(magic).PcapRecord(7000, 9, Some, 60));
        Assert.Null(read.Failure);
        Assert.Equal(new KeptFrame(1, time, false, 60, LinkType.Ethernet, 0, "0102030405"), Assert.Single(read.Frames));
        Assert.Equal((1, 60, 1), (read.Counters!.Read, read.Counters.Bytes, read.Counters.SnaplenCut));
    }

    [Fact]
    public void Modified_pcap_has_eight_more_header_bytes_with_the_interface_in_them()
    {
        var file = new CaptureBytes().PcapHeader(0xA1B2CD34);
        file.U32(1).U32(2).U32(5).U32(5).U32(3).U16(0x0800).U16(0).Raw(Some);
        file.U32(1).U32(3).U32(5).U32(5).U32(4).U16(0x0800).U16(0).Raw(Some);
        var read = ReadFrames.Of(file);
        Assert.Null(read.Failure);
        Assert.Equal([3, 4], read.Frames.Select(f => f.Interface));
        Assert.All(read.Frames, f => Assert.Equal("0102030405", f.Bytes));
    }

    [Fact]
    public void Check_sequence_bits_in_the_link_type_field_are_masked()
    {
        var read = ReadFrames.Of(new CaptureBytes().PcapHeader(linkType: 0x3400_0001).PcapRecord(1, 0, Some));
        Assert.Equal(LinkType.Ethernet, Assert.Single(read.Frames).LinkType);
    }

    [Theory]
    [InlineData(0, LinkType.Null)]
    [InlineData(9, LinkType.Ppp)]
    [InlineData(50, LinkType.Ppp)]
    [InlineData(12, LinkType.RawBsd)]
    [InlineData(14, LinkType.RawOpenBsd)]
    [InlineData(101, LinkType.Raw)]
    [InlineData(108, LinkType.Loop)]
    [InlineData(113, LinkType.LinuxSll)]
    [InlineData(228, LinkType.Ipv4)]
    [InlineData(229, LinkType.Ipv6)]
    [InlineData(276, LinkType.LinuxSll2)]
    public void Every_supported_link_type_is_given_out(uint number, LinkType expected)
    {
        var read = ReadFrames.Of(new CaptureBytes().PcapHeader(linkType: number).PcapRecord(1, 0, Some));
        Assert.Equal(expected, Assert.Single(read.Frames).LinkType);
    }

    [Fact]
    public void Unsupported_link_types_are_counted_by_number_and_not_given_out()
    {
        var read = ReadFrames.Of(new CaptureBytes().PcapHeader(linkType: 127).PcapRecord(1, 0, Some).PcapRecord(2, 0, Some));
        Assert.Empty(read.Frames);
        Assert.Null(read.Failure);
        Assert.Equal(2, read.Counters!.UnsupportedLinkType[127]);
        Assert.Equal(0, read.Counters.Read);
        Assert.Equal("802.11 radiotap", LinkTypes.NameOf(127));
        Assert.Equal("link type 31000", LinkTypes.NameOf(31_000));
    }

    [Theory]
    [InlineData(1, 1_000_000, true, 2_000_000_000)]
    [InlineData(1, 999_999, false, 1_999_999_000)]
    [InlineData(-1, 0, true, -1_000_000_000)]
    [InlineData(1, -1, true, 999_999_000)]
    public void Odd_timestamps_survive_and_are_marked(int seconds, int fraction, bool invalid, long time)
    {
        var frame = Assert.Single(ReadFrames.Of(new CaptureBytes().PcapHeader().PcapRecord(seconds, fraction, Some)).Frames);
        Assert.Equal((time, invalid), (frame.Time, frame.TimeInvalid));
    }

    [Fact]
    public void Empty_and_overlong_captures_of_a_frame_are_given_as_they_are()
    {
        var read = ReadFrames.Of(new CaptureBytes().PcapHeader().PcapRecord(1, 0, [], 60).PcapRecord(1, 0, Some, 2));
        Assert.Equal([("", 60), ("0102030405", 2)], read.Frames.Select(f => (f.Bytes, f.OriginalLength)));
        Assert.Equal(1, read.Counters!.SnaplenCut);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Old_versions_have_the_two_lengths_swapped(int minor)
    {
        var file = new CaptureBytes().PcapHeader(minor: minor).U32(1).U32(0).U32(60).U32(5).Raw(Some).PcapRecord(2, 0, Some);
        var read = ReadFrames.Of(file);
        Assert.Null(read.Failure);
        Assert.Equal([("0102030405", 60), ("0102030405", 5)], read.Frames.Select(f => (f.Bytes, f.OriginalLength)));
    }

    [Fact]
    public void Unknown_version_is_refused_by_name()
    {
        var read = ReadFrames.Of(new CaptureBytes().PcapHeader(major: 9).PcapRecord(1, 0, Some));
        Assert.Contains("pcap version 9.4 is not known", read.Failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Frame_larger_than_the_block_is_read_whole()
    {
        var large = new byte[3 << 20];
        new Random(7).NextBytes(large);
        var read = ReadFrames.Of(new CaptureBytes().PcapHeader().PcapRecord(1, 0, Some).PcapRecord(2, 0, large).PcapRecord(3, 0, Some));
        Assert.Null(read.Failure);
        Assert.Equal(Convert.ToHexString(large), read.Frames[1].Bytes);
        Assert.Equal("0102030405", read.Frames[2].Bytes);
    }

    [Fact]
    public void Captured_length_beyond_the_maximum_ends_reading_with_its_offset()
    {
        var file = new CaptureBytes().PcapHeader().PcapRecord(1, 0, Some);
        var offset = file.Length;
        var read = ReadFrames.Of(file.U32(1).U32(0).U32((16 << 20) + 1).U32(60).Raw(new byte[100]));
        Assert.Single(read.Frames);
        Assert.Equal((offset, 1), (read.Failure!.Offset, read.Failure.Frame));
        Assert.Contains("claims 16777217 captured bytes", read.Failure.Reason, StringComparison.Ordinal);
    }
}
