using FsCheck.Xunit;
using Stray.Capture.Features;

namespace Stray.Tests.Capture.Features;

public sealed class PrintableTests
{
    [Property]
    public void Sixteen_at_a_time_counts_as_one_at_a_time_does(byte[] bytes)
    {
        byte[] many = [.. bytes, .. bytes.Reverse(), .. bytes];
        Assert.Equal(many.Count(b => b is >= 0x20 and <= 0x7E or 9 or 10 or 13), Printable.Count(many));
    }

    [Fact]
    public void Every_byte_value_is_judged_alike_at_every_place()
    {
        Assert.All(Enumerable.Range(0, 256), value => Assert.Equal(
            value is (>= 0x20 and <= 0x7E) or 9 or 10 or 13 ? 17 : 0,
            Printable.Count([.. Enumerable.Repeat((byte)value, 17)])));
    }
}
