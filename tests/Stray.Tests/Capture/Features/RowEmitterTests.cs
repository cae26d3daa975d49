using Stray.Contracts.Features;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Features;

public sealed class RowEmitterTests
{
    [Fact]
    public void A_row_with_payload_bytes_only_has_no_frame_bytes()
    {
        var rows = new FlowRows().Add(FlowRows.Row(0));
        Assert.Equal(100, rows[Feature.FwdPayload]);
        Assert.Equal(float.NaN, rows[Feature.FwdBytes]);
        Assert.Equal(20, rows[Feature.FwdBytesPerPacket]);
        Assert.Equal(200, rows[Feature.ByteRate]);
    }

    [Fact]
    public void A_row_with_frame_bytes_has_no_payload_and_counts_frames_as_volume()
    {
        var row = FlowRows.Row(0);
        row.PayloadBytesOnly = false;
        var rows = new FlowRows().Add(row);
        Assert.Equal(100, rows[Feature.FwdBytes]);
        Assert.Equal(float.NaN, rows[Feature.FwdPayload]);
        Assert.Equal(0.5f, rows[Feature.FwdByteShare]);
        Assert.Equal(100, rows[Feature.HostBytesOut600s]);
    }

    [Fact]
    public void Features_that_need_packets_are_not_observable()
    {
        var rows = new FlowRows().Add(FlowRows.Row(0));
        Assert.All(FeatureCatalogue.All.Select((f, i) => (f, i)).Where(p => p.f.Scope == FeatureScope.Packets),
            p => Assert.Equal(float.NaN, rows[(Feature)p.i]));
    }

    [Theory]
    [InlineData("SF", 5, 0, 0)]
    [InlineData("S0", 0, 1, 0)]
    [InlineData("REJ", 1, 1, 0)]
    [InlineData("RSTO", 5, 0, 1)]
    [InlineData("RSTR", 5, 0, 1)]
    [InlineData("RSTOS0", 0, 1, 0)]
    [InlineData("OTH", 5, 0, 0)]
    [InlineData("", 0, 1, 0)]
    [InlineData("", 3, 0, 0)]
    public void A_tcp_flow_fails_by_its_state_or_else_by_silence(string state, int answers, float failed, float reset)
    {
        var row = FlowRows.Row(0);
        (row.State, row.BackwardPackets) = (state, answers);
        var rows = new FlowRows().Add(row);
        Assert.Equal((failed, reset), (rows[Feature.Failed], rows[Feature.Reset]));
        Assert.Equal(answers > 0 ? 1 : 0, rows[Feature.Answered]);
    }

    [Fact]
    public void Nobody_has_to_answer_multicast()
    {
        var row = FlowRows.Unanswered(0, destination: "239.255.255.250", port: 1900);
        (row.Protocol, row.State) = (ProtocolNames.Udp, "");
        var rows = new FlowRows().Add(row);
        Assert.Equal(FlowDirection.Multicast, rows.Record.Direction);
        Assert.Equal(float.NaN, rows[Feature.Answered]);
        Assert.Equal(float.NaN, rows[Feature.Failed]);
        Assert.Equal(0, rows[Feature.HostUnanswered600s]);
        Assert.Equal(0, rows[Feature.HostFailedShare60s]);
    }

    [Fact]
    public void A_row_gets_the_community_id_that_every_other_tool_computes()
    {
        var rows = new FlowRows().Add(FlowRows.Row(0));
        Assert.StartsWith("1:", rows.Record.CommunityId, StringComparison.Ordinal);
        Assert.Equal(FlowDirection.Internal, rows.Record.Direction);

        var logged = FlowRows.Row(0);
        logged.CommunityId = "1:logged";
        Assert.Equal("1:logged", rows.Add(logged).Record.CommunityId);
    }

    [Fact]
    public void A_hostile_duration_does_not_overflow_the_end()
    {
        var row = FlowRows.Row(0);
        row.Duration = long.MaxValue;
        Assert.Equal(long.MaxValue, new FlowRows().Add(row).Record.End);
    }

    [Fact]
    public void A_port_of_icmp_is_no_port()
    {
        var row = FlowRows.Row(0, port: 8);
        (row.Protocol, row.State) = (ProtocolNames.Icmp, "");
        Assert.Equal(float.NaN, new FlowRows().Add(row)[Feature.DstPortSystem]);
    }
}
