using Avro.File;
using Avro.Generic;
using Stray.Contracts.Alerts;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;

namespace Stray.Tests.Contracts.Wire;

public sealed class RecordFileTests
{
    private const int Count = 500;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_comes_back_record_by_record(bool deflate)
    {
        var (records, failure) = Read(Write(deflate));
        Assert.Null(failure);
        Assert.Equal(Count, records.Count);
        for (var i = 0; i < Count; i++)
        {
            FlowRecords.AssertEqual(FlowRecords.Of(i), records[i]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Apache_avro_reads_our_file(bool deflate)
    {
        using var reader = DataFileReader<GenericRecord>.OpenReader(new MemoryStream(Write(deflate)));
        var records = new List<GenericRecord>();
        while (reader.HasNext())
        {
            records.Add(reader.Next());
        }

        Assert.Equal(Count, records.Count);
        Assert.Equal(FlowRecords.Of(7).ServerName, records[7]["server_name"]);
        Assert.Equal(FlowRecords.Of(7).Features[(int)Stray.Contracts.Features.Feature.ZeroWindows], (float)records[7]["zero_windows"]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("deflate")]
    public void We_read_a_file_of_apache_avro(string codec)
    {
        using var stream = new MemoryStream();
        using (var writer = DataFileWriter<GenericRecord>.OpenWriter(
            new GenericDatumWriter<GenericRecord>(ApacheRecords.FlowSchema), stream, Codec.CreateCodecFromString(codec)))
        {
            foreach (var seed in Enumerable.Range(0, 100))
            {
                writer.Append(ApacheRecords.Of(FlowRecords.Of(seed)));
            }

            writer.Flush();
            var (records, failure) = Read(stream.ToArray());
            Assert.Null(failure);
            Assert.Equal(100, records.Count);
            FlowRecords.AssertEqual(FlowRecords.Of(99), records[99]);
        }
    }

    [Fact]
    public void We_read_an_alert_file_of_apache_avro()
    {
        using var stream = new MemoryStream();
        using var writer = DataFileWriter<GenericRecord>.OpenWriter(new GenericDatumWriter<GenericRecord>(ApacheAlerts.AlertSchema), stream);
        writer.Append(ApacheAlerts.Of(RandomAlerts.Of(5).Alert));
        writer.Flush();
        using var reader = new RecordFileReader<AlertCodec, AlertMessage>(new MemoryStream(stream.ToArray()), "test.avro");
        var message = AlertCodec.Create();
        Assert.True(reader.TryRead(message), reader.Failure?.Reason);
        Assert.Equivalent(RandomAlerts.Of(5).Alert, message.Alert, strict: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cut_file_gives_every_whole_block_and_then_a_failure_that_says_where(bool deflate)
    {
        var bytes = Write(deflate);
        var (whole, _) = Read(bytes);
        var random = new Random(1);
        var last = -1;
        foreach (var length in Enumerable.Range(0, 60).Select(_ => random.Next(bytes.Length)).Order())
        {
            var (records, failure) = Read(bytes[..length]);
            Assert.True(records.Count >= last && records.Count < whole.Count);
            Assert.True(failure is not null || records.Count > 0, $"{length} bytes gave neither records nor a failure");
            last = records.Count;
        }

        var (before, cut) = Read(bytes[..^20]);
        Assert.InRange(before.Count, 1, Count - 1);
        Assert.Equal(before.Count, cut!.Records);
        Assert.InRange(cut.Offset, 1, bytes.Length);
        Assert.Contains("cut", cut.Reason, StringComparison.Ordinal);
        Assert.StartsWith("test.avro: offset ", cut.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mutated_file_never_throws_nor_allocates_beyond_reason()
    {
        var bytes = Write(deflate: true);
        var random = new Random(2);
        foreach (var _ in Enumerable.Range(0, 300))
        {
            var copy = bytes.ToArray();
            var near = random.Next(2) == 0 ? 64 : copy.Length;
            copy[random.Next(near)] = (byte)random.Next(256);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(copy);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
        }
    }

    [Fact]
    public void A_block_that_claims_a_size_it_does_not_have_allocates_nothing_for_it()
    {
        byte[] bytes = [.. WriteEmpty(), 0x02, 0x80, 0x80, 0x80, 0x20, 1, 2, 3]; // one record of 32 MiB, three bytes there
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (records, failure) = Read(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Empty(records);
        Assert.Contains("cut within a block", failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_kind_of_record_is_refused()
    {
        using var reader = new RecordFileReader<ObservationCodec, Stray.Contracts.Scores.Observation>(new MemoryStream(Write(true)), "f");
        Assert.False(reader.TryRead(ObservationCodec.Create()));
        Assert.Contains("schema", reader.Failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_records_give_the_same_file() => Assert.Equal(Write(true), Write(true));

    [Fact]
    public void A_file_without_records_is_sound() => Assert.Null(Read(WriteEmpty()).Failure);

    private static byte[] WriteEmpty()
    {
        var stream = new MemoryStream();
        new RecordFileWriter<FlowCodec, FlowRecord>(stream, deflate: false).Dispose();
        return stream.ToArray();
    }

    private static byte[] Write(bool deflate)
    {
        var stream = new MemoryStream();
        using (var writer = new RecordFileWriter<FlowCodec, FlowRecord>(stream, deflate))
        {
            foreach (var seed in Enumerable.Range(0, Count))
            {
                writer.Write(FlowRecords.Of(seed));
            }
        }

        return stream.ToArray();
    }

    private static (List<FlowRecord> Records, RecordFileFailure? Failure) Read(byte[] bytes)
    {
        using var reader = new RecordFileReader<FlowCodec, FlowRecord>(new MemoryStream(bytes), "test.avro");
        var records = new List<FlowRecord>();
        for (var record = FlowCodec.Create(); reader.TryRead(record); record = FlowCodec.Create())
        {
            records.Add(record);
        }

        return (records, reader.Failure);
    }
}
