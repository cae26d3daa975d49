using FsCheck.Xunit;
using Stray.Contracts.Alerts;
using Stray.Contracts.Wire;

namespace Stray.Tests.Contracts.Wire;

public sealed class AlertCodecTests
{
    /// <summary>Bytes of an empty alert behind which its arrays begin: two texts, two ids, three texts, four times, two numbers, four texts.</summary>
    private const int BytesBeforeArrays = 17;

    [Property(MaxTest = 300)]
    public void An_alert_is_encoded_byte_by_byte_as_apache_avro_does(int seed)
    {
        var message = RandomAlerts.Of(seed);
        Assert.Equal(ApacheRecords.Encode(ApacheAlerts.Of(message.Alert)), RandomAlerts.Encode(message));
    }

    [Property(MaxTest = 300)]
    public void An_alert_comes_back_as_it_went_in(int seed)
    {
        var message = RandomAlerts.Of(seed);
        var back = RandomAlerts.Of(seed + 1); // leftovers of an earlier alert must not shine through
        Assert.True(AlertCodec.TryRead(RandomAlerts.Encode(message), back, out var reason), reason);
        Assert.Equivalent(message.Alert, back.Alert, strict: true);
    }

    [Property(MaxTest = 300)]
    public void The_ocsf_json_can_be_made_from_the_record_alone(int seed)
    {
        var message = RandomAlerts.Of(seed);
        var back = AlertCodec.Create();
        Assert.True(AlertCodec.TryRead(RandomAlerts.Encode(message), back, out var reason), reason);
        Assert.Equal(RandomAlerts.Json(message.Alert), RandomAlerts.Json(back.Alert));
    }

    [Property(MaxTest = 20)]
    public void Every_truncation_is_refused_with_a_reason_and_leaves_the_alert_before_it(int seed)
    {
        var bytes = RandomAlerts.Encode(RandomAlerts.Of(seed));
        var message = RandomAlerts.Of(seed + 1);
        var before = message.Alert;
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(AlertCodec.TryRead(bytes.AsSpan(0, length), message, out var reason));
            Assert.NotEmpty(reason);
            Assert.Same(before, message.Alert);
        }
    }

    [Property(MaxTest = 1000)]
    public void A_mutated_alert_never_throws_nor_allocates_beyond_its_size(int seed)
    {
        var random = new Random(seed);
        var bytes = RandomAlerts.Encode(RandomAlerts.Of(seed));
        for (var i = 0; i < 1 + random.Next(8); i++)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        var message = AlertCodec.Create();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = AlertCodec.TryRead(bytes, message, out var reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096 + (bytes.Length * 40L));
        Assert.Equal(read, reason.Length == 0);
        Assert.NotEmpty(RandomAlerts.Json(message.Alert)); // whatever was let in can be written out
    }

    [Fact]
    public void An_alert_with_bytes_behind_it_is_refused()
    {
        byte[] bytes = [.. RandomAlerts.Encode(RandomAlerts.Of(12)), 0];
        Assert.False(AlertCodec.TryRead(bytes, AlertCodec.Create(), out var reason));
        Assert.Contains("follow", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)] // next steps
    [InlineData(1)] // findings
    [InlineData(2)] // flows
    public void Two_billion_items_in_a_few_bytes_are_refused_before_anything_is_allocated(int array)
    {
        var empty = RandomAlerts.Encode(AlertCodec.Create());
        byte[] bytes = [.. empty[..(BytesBeforeArrays + array)], 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0, 0];
        var message = AlertCodec.Create();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(AlertCodec.TryRead(bytes, message, out var reason));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8192);
        Assert.Contains("more items", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0x0F })] // a text of 2 GiB in five bytes
    [InlineData(new byte[] { 0x01 })] // a text of length -1
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })] // a number without end
    [InlineData(new byte[] { 0, 0, 0 })] // an activity OCSF does not have
    [InlineData(new byte[] { 0, 0, 2, 14 })] // nor this status
    public void A_hostile_value_is_refused_before_anything_is_allocated(byte[] bytes)
    {
        var message = AlertCodec.Create();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(AlertCodec.TryRead(bytes, message, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8192);
    }

    [Theory]
    [InlineData(double.NaN, 0.5)]
    [InlineData(3, double.PositiveInfinity)]
    public void A_score_that_is_no_number_is_refused(double value, double pValue)
    {
        var alert = Enumerable.Range(0, 100).Select(seed => RandomAlerts.Of(seed).Alert).First(a => a.Flows.Count > 0);
        var odd = alert.Flows[0] with { Score = alert.Flows[0].Score with { Value = value, PValue = pValue } };
        var bytes = RandomAlerts.Encode(new AlertMessage(alert with { Flows = [odd] }));
        Assert.False(AlertCodec.TryRead(bytes, AlertCodec.Create(), out var reason));
        Assert.Contains("finite", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_of_a_later_version_is_left_out_and_the_alert_kept()
    {
        var empty = RandomAlerts.Encode(AlertCodec.Create());
        Span<byte> finding = stackalloc byte[64];
        var writer = new AvroWriter(finding);
        writer.WriteLong(1);
        writer.WriteString("not_yet_known");
        writer.WriteRaw(new byte[17]);
        writer.WriteLong(0);
        byte[] bytes = [.. empty[..(BytesBeforeArrays + 1)], .. writer.Written, .. empty[(BytesBeforeArrays + 2)..]];
        var back = AlertCodec.Create();
        Assert.True(AlertCodec.TryRead(bytes, back, out var reason), reason);
        Assert.Empty(back.Alert.Findings);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var messages = Enumerable.Range(0, 50).Select(RandomAlerts.Of).ToList();
        var buffer = new byte[64 << 10];
        WriteAll(messages, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        WriteAll(messages, buffer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_span_that_is_too_small_overflows_instead_of_throwing()
    {
        var message = RandomAlerts.Of(3);
        var whole = RandomAlerts.Encode(message);
        for (var size = 0; size < whole.Length; size++)
        {
            var writer = new AvroWriter(new byte[size]);
            AlertCodec.Write(ref writer, message);
            Assert.True(writer.Overflowed);
        }
    }

    private static void WriteAll(List<AlertMessage> messages, byte[] buffer)
    {
        foreach (var message in messages)
        {
            var writer = new AvroWriter(buffer);
            AlertCodec.Write(ref writer, message);
        }
    }
}
