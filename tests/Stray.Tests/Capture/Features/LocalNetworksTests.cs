using Stray.Capture.Features;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Features;

public sealed class LocalNetworksTests
{
    [Theory]
    [InlineData("10.1.2.3", "192.168.0.1", FlowDirection.Internal)]
    [InlineData("172.31.255.255", "172.32.0.0", FlowDirection.Outbound)]
    [InlineData("8.8.8.8", "169.254.0.1", FlowDirection.Inbound)]
    [InlineData("8.8.8.8", "11.0.0.0", FlowDirection.External)]
    [InlineData("fd00::1", "2001:db8::1", FlowDirection.Outbound)]
    [InlineData("fe80::1", "ff02::fb", FlowDirection.Multicast)]
    [InlineData("0.0.0.0", "255.255.255.255", FlowDirection.Multicast)]
    [InlineData("::1", "::1", FlowDirection.Internal)]
    [InlineData("2001:db8::1", "::2", FlowDirection.External)]
    public void Default_networks_decide_the_direction(string source, string destination, FlowDirection expected) =>
        Assert.Equal(expected, LocalNetworks.Default.DirectionOf(Parse(source), Parse(destination)));

    [Fact]
    public void A_given_list_replaces_the_default()
    {
        Assert.True(LocalNetworks.TryParse(["203.0.113.0/24", "2001:db8::/33"], out var networks, out _));
        Assert.True(networks.Contains(Parse("203.0.113.7")));
        Assert.True(networks.Contains(Parse("2001:db8:7fff::1")));
        Assert.False(networks.Contains(Parse("2001:db8:8000::1")));
        Assert.False(networks.Contains(Parse("10.0.0.1")));
    }

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("office")]
    public void What_is_no_network_is_named(string text)
    {
        Assert.False(LocalNetworks.TryParse([text], out _, out var problem));
        Assert.Contains($"'{text}'", problem, StringComparison.Ordinal);
    }

    private static Address Parse(string text)
    {
        Assert.True(Address.TryParse(text, out var address));
        return address;
    }
}
