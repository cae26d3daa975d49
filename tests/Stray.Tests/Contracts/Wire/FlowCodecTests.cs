using FsCheck.Xunit;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;

namespace Stray.Tests.Contracts.Wire;

public sealed class FlowCodecTests
{
    [Property(MaxTest = 300)]
    public void A_record_is_encoded_byte_by_byte_as_apache_avro_does(int seed)
    {
        var record = FlowRecords.Of(seed);
        Assert.Equal(ApacheRecords.Encode(ApacheRecords.Of(record)), Encode(record));
    }

    [Property(MaxTest = 300)]
    public void A_record_comes_back_as_it_went_in(int seed)
    {
        var record = FlowRecords.Of(seed);
        var back = FlowRecords.Of(seed + 1); // leftovers of an earlier record must not shine through
        Assert.True(FlowCodec.TryRead(Encode(record), back, out var reason), reason);
        FlowRecords.AssertEqual(record, back);
    }

    [Fact]
    public void Every_truncation_is_refused_with_a_reason()
    {
        var bytes = Encode(FlowRecords.Of(11));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(FlowCodec.TryRead(bytes.AsSpan(0, length), FlowCodec.Create(), out var reason));
            Assert.NotEmpty(reason);
        }
    }

    [Fact]
    public void A_record_with_bytes_behind_it_is_refused()
    {
        byte[] bytes = [.. Encode(FlowRecords.Of(12)), 0];
        Assert.False(FlowCodec.TryRead(bytes, FlowCodec.Create(), out var reason));
        Assert.Contains("follow", reason, StringComparison.Ordinal);
    }

    [Property(MaxTest = 500)]
    public void A_mutated_record_never_throws_nor_allocates_beyond_its_size(int seed)
    {
        var random = new Random(seed);
        var bytes = Encode(FlowRecords.Of(seed));
        for (var i = 0; i < 1 + random.Next(8); i++)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        var record = FlowCodec.Create();
        var before = GC.GetAllocatedBytesForCurrentThread();
        FlowCodec.TryRead(bytes, record, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096 + (bytes.Length * 40L));
    }

    [Theory]
    [InlineData(new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0x0F })] // a string of 2 GiB in five bytes
    [InlineData(new byte[] { 0x01 })] // a string of length -1
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })] // a number without end
    [InlineData(new byte[] { })]
    public void A_hostile_length_is_refused_before_anything_is_allocated(byte[] bytes)
    {
        var record = FlowCodec.Create();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(FlowCodec.TryRead(bytes, record, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8192);
    }

    [Fact]
    public void Two_billion_findings_in_a_few_bytes_are_refused()
    {
        var record = FlowRecords.Of(1);
        record.Findings.Clear();
        byte[] bytes = [.. Encode(record)[..^1], 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0, 0];
        Assert.False(FlowCodec.TryRead(bytes, FlowCodec.Create(), out var reason));
        Assert.Contains("more items", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_of_a_later_version_is_left_out_and_the_flow_kept()
    {
        var record = FlowRecords.Of(1);
        record.Findings.Clear();
        Span<byte> finding = stackalloc byte[64];
        var writer = new AvroWriter(finding);
        writer.WriteLong(1);
        writer.WriteString("not_yet_known");
        writer.WriteRaw([2, 2, 2, 2, 2, 0]);
        writer.WriteLong(0);
        byte[] bytes = [.. Encode(record)[..^1], .. writer.Written];
        var back = FlowCodec.Create();
        Assert.True(FlowCodec.TryRead(bytes, back, out var reason), reason);
        Assert.Empty(back.Findings);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var records = Enumerable.Range(0, 50).Select(FlowRecords.Of).ToList();
        var buffer = new byte[64 << 10];
        WriteAll(records, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        WriteAll(records, buffer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_span_that_is_too_small_overflows_instead_of_throwing()
    {
        var record = FlowRecords.Of(3);
        var whole = Encode(record);
        for (var size = 0; size < whole.Length; size++)
        {
            var writer = new AvroWriter(new byte[size]);
            FlowCodec.Write(ref writer, record);
            Assert.True(writer.Overflowed);
        }
    }

    [Fact]
    public void A_record_larger_than_a_topic_takes_is_counted_not_written()
    {
        var record = FlowRecords.Of(4);
        record.ServerName = new string('a', 5000);
        var buffer = new RecordBuffer(largest: 4096);
        Assert.True(buffer.Encode<FlowCodec, FlowRecord>(record).IsEmpty);
        Assert.Equal(1, buffer.TooLarge);
    }

    private static void WriteAll(List<FlowRecord> records, byte[] buffer)
    {
        foreach (var record in records)
        {
            var writer = new AvroWriter(buffer);
            FlowCodec.Write(ref writer, record);
        }
    }

    private static byte[] Encode(FlowRecord record) => new RecordBuffer().Encode<FlowCodec, FlowRecord>(record).ToArray();
}
