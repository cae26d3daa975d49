using Stray.Contracts.Features;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Features;

public sealed class BeaconFindingTests
{
    [Fact]
    public void A_host_that_calls_home_every_minute_is_reported_once_it_has_done_so_often()
    {
        var rows = new FlowRows();
        var random = new Random(3);
        for (var i = 0; i < 18; i++)
        {
            Assert.Empty(rows.Add(FlowRows.Row((i * 60) + random.NextDouble())).Record.Findings);
        }

        for (var i = 18; i < 24; i++)
        {
            rows.Add(FlowRows.Row((i * 60) + random.NextDouble()));
        }

        var finding = Assert.Single(rows.Record.Findings);
        Assert.Equal(FindingName.FlowPeriodicBeacon, finding.Name);
        Assert.Matches(@"every (59|60)\d{3} ms", finding.Detail.ToString());
        Assert.Equal(1, rows[Feature.EdgeBytesRegularity]);
    }

    [Fact]
    public void Flows_at_random_times_are_not_reported()
    {
        var rows = new FlowRows();
        var random = new Random(4);
        var second = 0.0;
        for (var i = 0; i < 200; i++)
        {
            second += -60 * Math.Log(1 - random.NextDouble());
            Assert.Empty(rows.Add(FlowRows.Row(second)).Record.Findings);
        }
    }

    [Fact]
    public void A_burst_of_work_is_no_beacon()
    {
        var rows = new FlowRows();
        for (var i = 0; i < 60; i++)
        {
            Assert.Empty(rows.Add(FlowRows.Row(i * 0.05)).Record.Findings);
        }
    }
}
