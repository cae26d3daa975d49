using Stray.Capture.Frames;

namespace Stray.Tests.Capture.Frames;

public sealed class PcapngFileTests
{
    private static readonly byte[] Some = [1, 2, 3, 4, 5];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_three_packet_blocks_are_read_in_both_byte_orders(bool bigEndian)
    {
        var read = ReadFrames.Of(new CaptureBytes(bigEndian).Section().Interface()
            .Enhanced(0, 5_000_001, Some, 60).Simple(5, Some).Obsolete(0, 6_000_000, Some));
        Assert.Null(read.Failure);
        Assert.Equal([5_000_001_000L, 5_000_001_000L, 6_000_000_000L], read.Frames.Select(f => f.Time));
        Assert.Equal([60, 5, 5], read.Frames.Select(f => f.OriginalLength));
        Assert.Equal([1, 2, 3], read.Frames.Select(f => f.Number));
        Assert.All(read.Frames, f => Assert.Equal("0102030405", f.Bytes));
    }

    [Fact]
    public void Simple_packets_end_at_the_interfaces_snaplen_not_at_the_padding()
    {
        var read = ReadFrames.Of(new CaptureBytes().Section().Interface(snaplen: 3).Simple(5, Some.AsSpan(0, 3)));
        Assert.Equal(("010203", 5), (Assert.Single(read.Frames).Bytes, read.Frames[0].OriginalLength));
    }

    [Fact]
    public void Each_interface_has_its_own_link_type_and_an_unsupported_one_counts_in_the_numbers()
    {
        var read = ReadFrames.Of(new CaptureBytes().Section().Interface(1).Interface(127).Interface(101)
            .Enhanced(0, 1, Some).Enhanced(1, 2, Some).Enhanced(2, 3, Some));
        Assert.Equal([(1, LinkType.Ethernet, 0), (3, LinkType.Raw, 2)], read.Frames.Select(f => (f.Number, f.LinkType, f.Interface)));
        Assert.Equal(1, read.Counters!.UnsupportedLinkType[127]);
    }

    [Fact]
    public void Sections_may_differ_in_byte_order_and_interfaces_are_counted_on()
    {
        var little = new CaptureBytes().Section().Interface().Enhanced(0, 1, Some).ToArray();
        var big = new CaptureBytes(bigEndian: true).Section().Interface(113).Enhanced(0, 2, Some).ToArray();
        var read = ReadFrames.Of([.. little, .. big, .. little]);
        Assert.Null(read.Failure);
        Assert.Equal([0, 1, 2], read.Frames.Select(f => f.Interface));
        Assert.Equal([LinkType.Ethernet, LinkType.LinuxSll, LinkType.Ethernet], read.Frames.Select(f => f.LinkType));
        Assert.Equal([1000L, 2000L, 1000L], read.Frames.Select(f => f.Time));
    }

    [Theory]
    [InlineData(9, 1_500_000_007UL, 1_500_000_007L)]
    [InlineData(3, 1500UL, 1_500_000_000L)]
    [InlineData(0, 3UL, 3_000_000_000L)]
    [InlineData(12, 1_500_000_000_999UL, 1_500_000_000L)]
    [InlineData(0x80 | 10, 1536UL, 1_500_000_000L)]
    [InlineData(0x80 | 30, 1UL << 31, 2_000_000_000L)]
    public void Timestamps_count_in_powers_of_ten_and_of_two(int resolution, ulong units, long time)
    {
        var file = new CaptureBytes();
        var read = ReadFrames.Of(file.Section().Interface(options: file.Option(9, [(byte)resolution])).Enhanced(0, units, Some));
        Assert.Equal((time, false), (Assert.Single(read.Frames).Time, read.Frames[0].TimeInvalid));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Timestamp_offset_is_added_and_may_be_negative(bool bigEndian)
    {
        var file = new CaptureBytes(bigEndian);
        byte[] options = [.. file.Option(2, "eth0"u8), .. file.Option(14, unchecked((ulong)-3L)), .. file.Option(0, [])];
        var read = ReadFrames.Of(file.Section().Interface(options: options).Enhanced(0, 5_000_000, Some).Enhanced(0, 1, Some));
        Assert.Equal([(2_000_000_000L, false), (-2_999_999_000L, true)], read.Frames.Select(f => (f.Time, f.TimeInvalid)));
    }

    [Fact]
    public void Times_that_64_bits_of_nanoseconds_cannot_hold_are_clamped_and_marked()
    {
        var read = ReadFrames.Of(new CaptureBytes().Section().Interface()
            .Enhanced(0, long.MaxValue / 2, Some).Enhanced(0, ulong.MaxValue, Some));
        Assert.Equal([(long.MaxValue, true), (-1000L, true)], read.Frames.Select(f => (f.Time, f.TimeInvalid)));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(0x80 | 64)]
    public void Finer_than_64_bits_is_refused(int resolution)
    {
        var file = new CaptureBytes();
        var read = ReadFrames.Of(file.Section().Interface(options: file.Option(9, [(byte)resolution])).Enhanced(0, 1, Some));
        Assert.Empty(read.Frames);
        Assert.Contains("if_tsresol", read.Failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Option_that_runs_past_its_block_is_left_out()
    {
        var file = new CaptureBytes();
        var overlong = file.Body().U16(9).U16(200).Raw([9, 0, 0, 0]).ToArray();
        var read = ReadFrames.Of(file.Section().Interface(options: overlong).Enhanced(0, 2, Some));
        Assert.Null(read.Failure);
        Assert.Equal(2000, Assert.Single(read.Frames).Time);
    }

    [Theory]
    [InlineData(4u)] // name resolution
    [InlineData(9u)] // systemd journal
    [InlineData(10u)] // decryption secrets
    [InlineData(0x0BADu)] // custom
    [InlineData(0x40000BADu)] // custom, not to be copied
    [InlineData(0x8000_0123u)] // unknown
    public void Blocks_without_frames_are_stepped_over_whatever_their_size(uint type)
    {
        var read = ReadFrames.Of(new CaptureBytes().Section().Interface().Block(type, []).Enhanced(0, 1, Some)
            .Block(type, new byte[300_001]).Enhanced(0, 2, Some));
        Assert.Null(read.Failure);
        Assert.Equal([1000L, 2000L], read.Frames.Select(f => f.Time));
    }

    [Fact]
    public void Drop_counts_of_statistics_blocks_are_totals_per_interface()
    {
        var file = new CaptureBytes().Section().Interface().Interface();
        void Statistics(uint id, ulong dropped, ulong interfaceDropped) => file.Block(5, [.. file.Body().U32(id).U64(0).ToArray(),
            .. file.Option(7, dropped), .. file.Option(5, interfaceDropped)]);
        Statistics(0, 10, 1);
        Statistics(0, 15, 1);
        Statistics(1, 100, ulong.MaxValue);
        Statistics(9, 1000, 1000);
        var read = ReadFrames.Of(file.Enhanced(0, 1, Some));
        Assert.Null(read.Failure);
        Assert.Equal((115, 1), (read.Counters!.KernelDropped, read.Counters.InterfaceDropped));
    }

    public static TheoryData<string, byte[]> Contradictions() => new()
    {
        { "impossible length 14", new CaptureBytes().U32(6).U32(14).Raw(new byte[40]).ToArray() },
        { "impossible length 8", new CaptureBytes().U32(77).U32(8).Raw(new byte[40]).ToArray() },
        { "interface 7, which its section does not describe", new CaptureBytes().Enhanced(7, 1, Some).ToArray() },
        { "something else at its end", new CaptureBytes().U32(77).U32(16).U32(0).U32(20).ToArray() },
        { "claims 100 captured bytes", new CaptureBytes().Block(6, new CaptureBytes().U32(0).U64(0).U32(100).U32(100).ToArray()).ToArray() },
        { "claims 4000000000 bytes", new CaptureBytes().U32(6).U32(4_000_000_000).Raw(new byte[40]).ToArray() },
        { "byte-order magic", new CaptureBytes().U32(0x0A0D0D0A).U32(28).Raw(new byte[40]).ToArray() },
        { "pcapng version 2", new CaptureBytes().Section(major: 2).ToArray() },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Structure_that_contradicts_the_format_ends_reading_with_its_offset(string expected, byte[] tail)
    {
        var file = new CaptureBytes().Section().Interface().Enhanced(0, 1, Some);
        var offset = file.Length;
        var read = ReadFrames.Of(file.Raw(tail).Enhanced(0, 2, Some));
        Assert.Single(read.Frames);
        Assert.Equal((offset, 1), (read.Failure!.Offset, read.Failure.Frame));
        Assert.Contains(expected, read.Failure.Reason, StringComparison.Ordinal);
    }
}
