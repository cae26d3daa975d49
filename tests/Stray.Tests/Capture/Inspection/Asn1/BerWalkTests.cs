using FsCheck.Xunit;
using Stray.Capture.Inspection.Asn1;

namespace Stray.Tests.Capture.Inspection.Asn1;

public sealed class BerWalkTests
{
    [Fact]
    public void Parents_come_before_children() => Assert.Equal(
        [(0x30, 0, 8), (0x02, 2, 1), (0x30, 5, 3), (0x04, 7, 1)],
        Walk("3008 020105 3003 040161", out _));

    [Theory]
    [InlineData("3008 020105 3003 040261", "element is longer than what holds it", 8)]
    [InlineData("3080 020105 0000", "length is indefinite", 1)]
    [InlineData("3085 0000000001 00", "length of more than four bytes", 1)]
    [InlineData("3003 020105 30", null, 0)]
    [InlineData("3001 02", "element ends before its length", 2)]
    [InlineData("3003 028201", "length runs past what holds it", 3)]
    [InlineData("3009 020105", "element is longer than what holds it", 1)]
    public void Element_that_does_not_fit_is_a_flaw(string hex, string? flaw, int offset)
    {
        Walk(hex, out var found);
        Assert.Equal((flaw, offset), found);
    }

    [Fact]
    public void Element_the_snaplen_cut_is_no_flaw()
    {
        var bytes = Bytes("3082 0100 0482 00F8 61");
        var walk = new BerWalk(bytes, 0x104);
        while (walk.Next(out _))
        {
        }

        Assert.Null(walk.Flaw);
    }

    [Property(MaxTest = 500)]
    public void Any_bytes_end_the_walk(byte[] bytes)
    {
        var walk = new BerWalk(bytes, bytes.Length);
        var elements = 0;
        while (walk.Next(out var element))
        {
            Assert.InRange(element.End, 0, bytes.Length);
            elements++;
        }

        Assert.InRange(elements, 0, 1024);
    }

    private static List<(int Tag, int Offset, int Length)> Walk(string hex, out (string? Flaw, int Offset) flaw)
    {
        var bytes = Bytes(hex);
        var walk = new BerWalk(bytes, bytes.Length);
        var elements = new List<(int, int, int)>();
        while (walk.Next(out var element))
        {
            elements.Add((element.Tag, element.Offset, element.Length));
        }

        flaw = (walk.Flaw, walk.FlawOffset);
        return elements;
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
