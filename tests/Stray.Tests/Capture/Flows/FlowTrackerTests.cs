using Stray.Capture.Decoding;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Flows;

public sealed class FlowTrackerTests
{
    private const long Second = 1_000_000_000;
    private readonly FlowRig _rig = new();

    [Fact]
    public void Both_directions_are_one_flow()
    {
        Track(Packets.Udp(2, 500, 1, 53));
        Track(Packets.Udp(1, 53, 2, 500));
        var flow = Assert.Single(_rig.Finish().Flows).State;
        Assert.Equal((2u, 500, 1L, 1L), (flow.Source.V4, flow.SourcePort, flow.Forward.Packets, flow.Backward.Packets));
    }

    [Fact]
    public void A_frame_without_IP_is_a_link_flow_of_its_EtherType()
    {
        Track(Packets.Link(1, 2, 0x0806));
        Track(Packets.Link(2, 1, 0x0806));
        Track(Packets.Link(1, 2, 0x88CC));
        Track(Packets.Link(1, 2, 100));
        Track(Packets.Link(1, 2, 200));
        Assert.Equal([0, 0x0806, 0x88CC], _rig.Finish().Flows.Select(f => (int)f.State.Key.EtherType).Order());
    }

    [Fact]
    public void One_way_ICMP_types_are_a_flow_for_each_direction()
    {
        Track(Packets.Icmp(1, 2, 3, 1, new byte[8]));
        Track(Packets.Icmp(2, 1, 3, 1, new byte[8]));
        Track(Packets.Icmp(1, 2, 8, 0, new byte[8]));
        Track(Packets.Icmp(2, 1, 0, 0, new byte[8]));
        Assert.Equal(3, _rig.Finish().Flows.Count);
    }

    [Fact]
    public void Silence_ends_a_flow_and_the_next_packet_begins_another()
    {
        Track(Packets.Udp(1, 500, 2, 53));
        Track(Packets.Udp(1, 500, 2, 53, Packets.Start + (61 * Second)));
        Assert.Equal([FlowEnd.Idle, FlowEnd.EndOfInput], _rig.Finish().Flows.Select(f => f.Reason));
    }

    [Theory]
    [InlineData(59, 0)]
    [InlineData(61, 1)]
    public void A_flow_that_falls_silent_ends_by_the_clock_without_another_packet(int seconds, int ended)
    {
        Track(Packets.Udp(1, 500, 2, 53));
        _rig.Tracker.PassTime(Packets.Start + (seconds * Second));
        Assert.Equal(Enumerable.Repeat(FlowEnd.Idle, ended), _rig.Flows.Select(f => f.Reason));
    }

    [Fact]
    public void Expired_flows_end_while_others_go_on()
    {
        Track(Packets.Udp(1, 500, 2, 53));
        Track(Packets.Udp(3, 500, 2, 53, Packets.Start + (61 * Second)));
        Assert.Equal(FlowEnd.Idle, Assert.Single(_rig.Flows).Reason);
        Assert.Equal(1, _rig.Tracker.LiveFlows);
    }

    [Fact]
    public void A_long_flow_emits_a_record_for_each_stretch()
    {
        for (var i = 0; i < 100; i++)
        {
            Track(Packets.Udp(1, 500, 2, 53, Packets.Start + (i * 50 * Second)));
            Track(Packets.Udp(2, 53, 1, 500, Packets.Start + (i * 50 * Second)));
        }

        _rig.Finish();
        Assert.Equal([FlowEnd.Active, FlowEnd.Active, FlowEnd.EndOfInput], _rig.Flows.Select(f => f.Reason));
        Assert.Equal(200, _rig.Flows.Sum(f => f.State.Packets));
        Assert.Empty(_rig.Findings);
        Assert.Equal((1, 1), (_rig.Tracker.Quality.IpFlows, _rig.Tracker.Quality.AnsweredFlows));
    }

    [Fact]
    public void Packets_that_come_late_stay_in_their_flow()
    {
        Track(Packets.Udp(1, 500, 2, 53, Packets.Start + (10 * Second)));
        Track(Packets.Udp(2, 53, 1, 500, Packets.Start + (2 * Second)));
        Track(Packets.Udp(1, 500, 2, 53, Packets.Start + (65 * Second)));
        var flow = Assert.Single(_rig.Finish().Flows);
        Assert.Equal(Packets.Start + (65 * Second), flow.State.End);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void One_wild_time_does_not_end_the_other_flows(long wild)
    {
        Track(Packets.Udp(1, 500, 2, 53));
        Track(Packets.Udp(9, 9, 8, 8, wild));
        Track(Packets.Udp(2, 53, 1, 500, Packets.Start + Second));
        Assert.Empty(_rig.Flows);
        Assert.Equal(2, _rig.Finish().Flows.Count);
    }

    [Fact]
    public void A_capture_that_goes_on_years_later_moves_the_clock()
    {
        Track(Packets.Udp(1, 500, 2, 53));
        Track(Packets.Udp(3, 500, 2, 53, Packets.Start + (100_000_000 * Second)));
        Track(Packets.Udp(3, 500, 2, 53, Packets.Start + (100_000_001 * Second)));
        Assert.Equal(FlowEnd.Idle, Assert.Single(_rig.Flows).Reason);
    }

    [Fact]
    public void Decoder_findings_hang_on_the_packets_flow()
    {
        var packet = Packets.Udp(1, 500, 2, 53);
        _rig.Pending.Add(FindingName.UdpLengthMismatch, packet, 24, 2, "length");
        Track(packet);
        _rig.Pending.Clear();
        Track(Packets.Udp(2, 53, 1, 500));
        Assert.Equal(FindingName.UdpLengthMismatch, Assert.Single(_rig.Finish().Flows.Single().Findings).Name);
    }

    [Fact]
    public void Fragments_of_a_whole_datagram_count_in_its_flow()
    {
        var fragment = Packets.Fragment(1, 2, 1500);
        _rig.Pending.Add(FindingName.IpFragmentWithDf, fragment, 6, 2, "DF");
        Track(fragment);
        _rig.Pending.Clear();
        Track(Packets.Fragment(1, 2, 1400));
        var whole = Packets.Udp(1, 500, 2, 53, payload: 300);
        (whole.Reassembled, whole.EarlierFragments, whole.EarlierFragmentBytes) = (true, 2, 2900);
        Track(whole);
        Track(Packets.Udp(2, 53, 1, 500));
        var flow = Assert.Single(_rig.Finish().Flows);
        Assert.Equal((3L, 2900L + 328), (flow.State.Forward.Packets, flow.State.Forward.Bytes));
        Assert.Contains(flow.Findings, f => f.Name == FindingName.IpFragmentWithDf);
    }

    [Fact]
    public void Fragments_that_never_complete_stay_in_a_flow_without_ports()
    {
        Track(Packets.Fragment(1, 2, 1500));
        var flow = Assert.Single(_rig.Finish().Flows).State;
        Assert.Equal((0, 0, 1500L), (flow.SourcePort, flow.DestinationPort, flow.Forward.Bytes));
    }

    [Fact]
    public void A_flood_stays_within_the_table_and_pushes_out_its_own_kind()
    {
        const int Flows = 5_000;
        var rig = new FlowRig(new FlowOptions { TableBytes = (long)FlowTable.SlotBytes * Flows });
        var victim = new Segments(rig).Open().C("A", 1, 1, "data").S("A", 1, 5);
        for (var i = 0; i < 10 * Flows; i++)
            rig.Tracker.Track(Packets.Udp(0x20000000 + (uint)i, 1, 2, 53), rig.Pending);
        victim.C("A", 5, 1, "still here");
        Assert.Equal(Flows, rig.Tracker.LiveFlows);
        Assert.Equal((10 * Flows) + 1 - Flows, rig.Tracker.Quality.Ended(FlowEnd.Evicted));
        Assert.All(rig.Flows, f => Assert.Equal(ProtocolNames.Udp, f.State.Key.Protocol));
        Assert.Equal("datastill here", System.Text.Encoding.ASCII.GetString([.. rig.Streams[0]]));
    }

    [Fact]
    public void Every_end_is_counted_with_its_reason()
    {
        Track(Packets.Udp(1, 500, 2, 53));
        new Segments(_rig).C("S", 0, 0).S("RA", 0, 1).Wait(10).C("S", 5, 0);
        _rig.Finish();
        foreach (var group in _rig.Flows.GroupBy(f => f.Reason))
            Assert.Equal(group.Count(), _rig.Tracker.Quality.Ended(group.Key));
        Assert.Equal(1, _rig.Tracker.Quality.Ended(FlowEnd.Closed));
    }

    [Fact]
    public void Wrong_options_are_all_named()
    {
        var errors = new FlowOptions { Udp = TimeSpan.Zero, TableBytes = -1 }.Errors().ToArray();
        Assert.Equal(2, errors.Length);
        Assert.Contains("Udp", errors[0], StringComparison.Ordinal);
        Assert.Empty(new FlowOptions().Errors());
    }

    private void Track(scoped in Packet packet) => _rig.Tracker.Track(packet, _rig.Pending);
}
