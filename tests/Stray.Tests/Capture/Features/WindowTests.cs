using Stray.Capture.Features.Windows;
using Stray.Contracts.Features;

namespace Stray.Tests.Capture.Features;

public sealed class WindowTests
{
    [Fact]
    public void A_vertical_scan_shows_as_many_ports_of_one_pair()
    {
        var rows = new FlowRows();
        for (ushort port = 1; port <= 60; port++)
        {
            rows.Add(FlowRows.Unanswered(port * 0.5, port: port));
        }

        Assert.Equal(60, rows[Feature.HostFlows60s]);
        Assert.Equal(60, rows[Feature.HostPorts60s]);
        Assert.Equal(60, rows[Feature.PairPorts600s]);
        Assert.Equal(1, rows[Feature.HostDestinations60s]);
        Assert.Equal(1, rows[Feature.EdgeFlows600s]);
        Assert.Equal(1, rows[Feature.HostFailedShare60s]);
        Assert.Equal(60, rows[Feature.HostUnanswered600s]);
        Assert.Equal(1, rows[Feature.DstUnansweredShare60s]);
    }

    [Fact]
    public void A_scan_beyond_the_exact_bound_is_estimated()
    {
        var rows = new FlowRows();
        for (var i = 1; i <= 10_000; i++)
        {
            rows.Add(FlowRows.Unanswered(i * 0.005, port: (ushort)i));
        }

        Assert.InRange(rows[Feature.PairPorts600s], 6_500, 13_500); // 64 kept: 1.2/√64 = 15 % standard error
    }

    [Fact]
    public void A_horizontal_scan_shows_as_many_destinations()
    {
        var rows = new FlowRows();
        for (var i = 0; i < 100; i++)
        {
            rows.Add(FlowRows.Unanswered(i * 0.5, destination: $"10.1.0.{i}", port: 445));
        }

        Assert.Equal(100, rows[Feature.HostDestinations60s]);
        Assert.Equal(100, rows[Feature.HostDestinations3600s]);
        Assert.Equal(1, rows[Feature.HostPorts60s]);
    }

    [Fact]
    public void A_flood_from_many_sources_shows_at_its_target()
    {
        var rows = new FlowRows();
        for (var i = 0; i < 120; i++)
        {
            rows.Add(FlowRows.Unanswered(i * 0.1, source: $"198.51.100.{i}", destination: "10.0.0.9", port: 80));
        }

        Assert.Equal(120, rows[Feature.DstFlows60s]);
        Assert.Equal(120, rows[Feature.DstSources60s]);
        Assert.Equal(1, rows[Feature.HostFlows60s]);
    }

    [Fact]
    public void Repeated_logins_show_as_short_flows_of_one_edge()
    {
        var rows = new FlowRows();
        for (var i = 0; i < 40; i++)
        {
            rows.Add(FlowRows.Row(i * 3, port: 22));
        }

        Assert.Equal(40, rows[Feature.EdgeShortFlows600s]);
        Assert.Equal(40, rows[Feature.EdgeFlows600s]);
        Assert.Equal(3, rows[Feature.EdgeIntervalMean], 1e-4);
        Assert.Equal(0, rows[Feature.EdgeIntervalCv], 1e-4);
        Assert.Equal(0, rows[Feature.EdgeFailedShare]);
        Assert.Equal(117, rows[Feature.EdgeAge]);
        Assert.Equal(117, rows[Feature.HostServiceAge]);
        Assert.Equal(4000, rows[Feature.HostBytesOut600s]);
        Assert.Equal(1, rows[Feature.HostServices3600s]);
    }

    [Fact]
    public void Windows_forget_what_is_older_than_they_are_long()
    {
        var rows = new FlowRows();
        for (var i = 0; i < 5; i++)
        {
            rows.Add(FlowRows.Row(i));
        }

        rows.Add(FlowRows.Row(70, destination: "10.0.0.3"));
        Assert.Equal((1, 6, 6), (rows[Feature.HostFlows60s], rows[Feature.HostFlows600s], rows[Feature.HostFlows3600s]));
        Assert.Equal((1, 2), (rows[Feature.HostDestinations60s], rows[Feature.HostDestinations600s]));

        rows.Add(FlowRows.Row(700));
        Assert.Equal((1, 7), (rows[Feature.HostFlows600s], rows[Feature.HostFlows3600s]));

        rows.Add(FlowRows.Row(7200));
        Assert.Equal((1, 1, 1), (rows[Feature.HostFlows60s], rows[Feature.HostFlows3600s], rows[Feature.HostDestinations3600s]));
    }

    [Fact]
    public void A_flow_that_comes_late_sees_the_window_as_of_its_own_start()
    {
        var rows = new FlowRows();
        for (var i = 0; i < 10; i++)
        {
            rows.Add(FlowRows.Row(100 + i));
        }

        rows.Add(FlowRows.Row(300));
        Assert.Equal(1, rows[Feature.HostFlows60s]);
        rows.Add(FlowRows.Row(115));
        Assert.Equal(11, rows[Feature.HostFlows60s]);
        Assert.Equal(0, rows.Windows.Late);
    }

    [Fact]
    public void A_flow_later_than_the_windows_reach_back_is_counted_and_still_sane()
    {
        var rows = new FlowRows();
        for (var i = 0; i < 200; i++)
        {
            rows.Add(FlowRows.Row(10_000 + (i * 60)));
        }

        rows.Add(FlowRows.Row(0));
        Assert.True(rows.Windows.Late > 0);
        Assert.Equal((1, 1), (rows[Feature.HostFlows60s], rows[Feature.HostFlows3600s]));
        Assert.Equal(0, rows[Feature.HostFailedShare60s]);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(0)]
    public void A_hostile_time_spoils_no_later_flow(long start)
    {
        var rows = new FlowRows();
        var hostile = FlowRows.Row(0);
        (hostile.Start, hostile.Duration) = (start, 0);
        rows.Add(hostile).Add(FlowRows.Row(1)).Add(FlowRows.Row(2));
        Assert.Equal((2, 2), (rows[Feature.HostFlows60s], rows[Feature.EdgeFlows600s]));
        Assert.All(Enum.GetValues<Feature>(), f => Assert.False(float.IsInfinity(rows[f])));
    }

    [Fact]
    public void Prevalence_is_a_share_of_the_hosts_on_the_same_side()
    {
        var rows = new FlowRows();
        for (var i = 1; i <= 4; i++)
        {
            rows.Add(FlowRows.Row(i, source: $"10.0.0.{i}", destination: "203.0.113.1"));
            rows.Add(FlowRows.Row(i, source: $"198.51.100.{i}", destination: "10.0.0.200"));
        }

        var rare = FlowRows.Row(10, source: "10.0.0.4", destination: "203.0.113.9", port: 4444);
        (rare.ServerName, rare.Fingerprint) = ("rare.example", "t13d1516h2_8daaf6152771_02713d6af862");
        rows.Add(rare);
        Assert.Equal(0.25f, rows[Feature.DestinationPrevalence]);
        Assert.Equal(0.25f, rows[Feature.ServicePrevalence]);
        Assert.Equal(0.25f, rows[Feature.ServerNamePrevalence]);
        Assert.Equal(0.25f, rows[Feature.FingerprintPrevalence]);

        rows.Add(FlowRows.Row(11, source: "10.0.0.4", destination: "203.0.113.1"));
        Assert.Equal(1, rows[Feature.DestinationPrevalence]);
        Assert.Equal(float.NaN, rows[Feature.ServerNamePrevalence]);
    }

    [Fact]
    public void Prevalence_among_fewer_than_three_hosts_is_not_observable()
    {
        var rows = new FlowRows().Add(FlowRows.Row(0)).Add(FlowRows.Row(1, source: "10.0.0.3"));
        Assert.Equal(float.NaN, rows[Feature.DestinationPrevalence]);
        rows.Add(FlowRows.Row(2, source: "10.0.0.4"));
        Assert.Equal(1, rows[Feature.DestinationPrevalence]);
    }

    [Fact]
    public void Full_tables_give_up_hosts_that_did_not_come_back_and_count_them()
    {
        var rows = new FlowRows(new WindowOptions { Hosts = 10, Edges = 1000, Prevalence = 1000 });
        for (var i = 0; i < 30; i++)
        {
            rows.Add(FlowRows.Row(i, source: $"10.0.1.{i}"));
        }

        Assert.Equal(20, rows.Windows.Evicted);
        rows.Add(FlowRows.Row(31, source: "10.0.1.29"));
        Assert.Equal(2, rows[Feature.HostFlows60s]);
        rows.Add(FlowRows.Row(32, source: "10.0.1.0"));
        Assert.Equal(1, rows[Feature.HostFlows60s]);
    }

    [Fact]
    public void A_second_run_over_a_real_day_gives_the_same_bits()
    {
        var path = SharedData.File("labelled", "ctu-zeek", "011-normal43-day1", "flows.csv");
        Assert.Equal(Digest(path), Digest(path));
    }

    [Fact]
    public void Hardly_anything_is_allocated_per_flow_once_the_windows_have_grown()
    {
        var rows = Enumerable.Range(0, 2000).Select(i =>
        {
            var row = FlowRows.Row(i * 0.1, source: $"10.0.{i % 20}.1", destination: $"10.1.{i % 30}.2", port: (ushort)(i % 40));
            row.CommunityId = "1:given";
            return row;
        }).ToList();
        var emitter = new Stray.Capture.Features.RowEmitter(_ => { });
        rows.ForEach(emitter.Emit);
        rows.ForEach(emitter.Emit);
        var before = GC.GetAllocatedBytesForCurrentThread();
        rows.ForEach(emitter.Emit);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, rows.Count * 8);
    }

    private static long Digest(string path)
    {
        var sum = 17L;
        var emitter = new Stray.Capture.Features.RowEmitter(record =>
        {
            foreach (var feature in record.Features)
            {
                sum = (sum * 31) + BitConverter.SingleToInt32Bits(feature);
            }
        });
        foreach (var row in FlowCsv.Read(path))
        {
            emitter.Emit(row);
        }

        return sum;
    }
}
