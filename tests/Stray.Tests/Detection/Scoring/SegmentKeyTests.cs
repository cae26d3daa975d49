using Stray.Contracts.Flows;
using Stray.Detection.Scoring;

namespace Stray.Tests.Detection.Scoring;

public sealed class SegmentKeyTests
{
    [Fact]
    public void A_service_falls_back_to_its_transport_then_to_everything()
    {
        var own = SegmentKey.Of(new FlowRecord { App = "tls", Protocol = 6, Direction = FlowDirection.Outbound });
        var parent = own.ParentOf(6);
        Assert.Equal("tls/outbound", own.ToString());
        Assert.Equal("tcp/outbound", parent.ToString());
        Assert.Equal(SegmentKey.All, parent.ParentOf(6));
        Assert.Equal(SegmentKey.All, SegmentKey.All.ParentOf(6));
    }

    [Theory]
    [InlineData("tls", 6, FlowDirection.Outbound)]
    [InlineData("", 17, FlowDirection.Multicast)]
    [InlineData("dns", 17, FlowDirection.Unknown)]
    public void A_name_reads_back_as_its_key(string app, byte protocol, FlowDirection direction)
    {
        var key = SegmentKey.Of(new FlowRecord { App = app, Protocol = protocol, Direction = direction });
        Assert.Equal(key, SegmentKey.Parse(key.ToString()));
    }
}
