using FsCheck.Xunit;
using Stray.Contracts.Findings;

namespace Stray.Tests.Contracts.Findings;

public sealed class FindingDetailTests
{
    [Fact]
    public void Numbers_stand_where_the_text_says() =>
        Assert.Equal("offset 4 is below 5 of 0x001f", new FindingDetail("offset {0} is below 5 of 0x{1:x4}", 4, 31).ToString());

    [Fact]
    public void Doubled_braces_are_braces() => Assert.Equal("{0} {x}", new FindingDetail("{{0}} {{x}}", 7).ToString());

    [Theory]
    [InlineData("{")]
    [InlineData("a } b")]
    [InlineData("{2} {x} {0")]
    [InlineData("{0:")]
    public void A_brace_that_starts_no_placeholder_stands_for_itself(string text) =>
        Assert.Equal(text, new FindingDetail(text, 1, 2).ToString());

    [Property]
    public void A_literal_comes_back_as_it_went_in(string? text) =>
        Assert.Equal(text ?? "", FindingDetail.Literal(text ?? "").ToString());

    [Fact]
    public void A_literal_longer_than_the_stack_buffer_comes_back_whole()
    {
        var text = string.Concat(Enumerable.Repeat("{0} braces } and {{ more ", 100));
        Assert.Equal(text, FindingDetail.Literal(text).ToString());
    }

    [Fact]
    public void The_default_detail_is_empty() => Assert.Equal("", default(FindingDetail).ToString());
}
