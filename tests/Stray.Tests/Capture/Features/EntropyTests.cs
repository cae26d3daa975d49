using FsCheck.Xunit;
using Stray.Capture.Features;

namespace Stray.Tests.Capture.Features;

public sealed class EntropyTests
{
    [Property]
    public void The_table_gives_what_the_formula_gives(byte[] bytes)
    {
        var sample = bytes.Take(Entropy.LongestSample).ToArray();
        var formula = sample.GroupBy(b => b).Select(g => (double)g.Count() / sample.Length).Sum(p => -p * Math.Log2(p));
        Assert.Equal(formula, Entropy.BitsPerByte(sample), 1e-4);
    }

    [Fact]
    public void The_longest_sample_of_one_byte_has_no_entropy() =>
        Assert.Equal(0, Entropy.BitsPerByte(new byte[Entropy.LongestSample]), 1e-4);

    [Fact]
    public void Every_byte_once_has_eight_bits() =>
        Assert.Equal(8, Entropy.BitsPerByte([.. Enumerable.Range(0, 256).Select(i => (byte)i)]), 1e-4);
}
