using System.Net;
using System.Text;
using FsCheck.Xunit;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;

namespace Stray.Tests.Contracts.Wire;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("192.0.2.255")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("2001:db8::")]
    [InlineData("2001:db8:0:1:1:1:1:1")] // a single zero group is not shortened (RFC 5952 s4.2.2)
    [InlineData("2001:0:0:1::1")] // the longest run is (s4.2.3)
    [InlineData("2001:db8::1:0:0:1")] // the first of two equal runs is
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void An_address_is_written_in_its_canonical_form(string text)
    {
        Assert.True(Address.TryParse(text, out var address));
        Assert.Equal(text, Format(address, link: false));
    }

    [Property]
    public void Text_leads_back_to_the_address_and_means_the_same_to_the_framework(ulong high, ulong low, byte zeros)
    {
        var address = new Address(zeros % 3 == 0 ? 0 : high, zeros % 5 == 0 ? low & 0xFFFF : low);
        var text = Format(address, link: false);
        Assert.True(AddressText.TryParse(Encoding.ASCII.GetBytes(text), link: false, out var back));
        Assert.Equal(address, back);
        Assert.Equal(IPAddress.Parse(address.ToString()), IPAddress.Parse(text));
    }

    [Property]
    public void A_mac_address_comes_back(ulong bits)
    {
        var address = new Address(0, bits & 0xFFFF_FFFF_FFFF);
        Assert.Equal(address.ToMacString(), Format(address, link: true));
        Assert.True(AddressText.TryParse(Encoding.ASCII.GetBytes(Format(address, link: true)), link: true, out var back));
        Assert.Equal(address, back);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("no address", false)]
    [InlineData("1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8:9:1:2:3:4:5:6:7:8:9", false)]
    [InlineData("00:11:22:33:44:5g", true)]
    [InlineData("00-11-22-33-44-55", true)]
    public void Anything_else_is_refused(string text, bool link) =>
        Assert.False(AddressText.TryParse(Encoding.ASCII.GetBytes(text), link, out _));

    private static string Format(Address address, bool link)
    {
        Span<char> text = stackalloc char[AddressText.Longest + 1];
        return new string(text[..AddressText.Format(address, link, text)]);
    }
}
