using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Flows;

/// <summary>Zeek's conn_state for every way a connection can go.</summary>
public sealed class TcpStateTests
{
    [Theory]
    [InlineData("S0", "cS")]
    [InlineData("S1", "cS sSA cA cP")]
    [InlineData("SF", "cS sSA cA cP cFA sFA cA")]
    [InlineData("SF", "cS sSA cA cP cFA sFA cA cR")]
    [InlineData("REJ", "cS sRA")]
    [InlineData("S2", "cS sSA cA cP cFA")]
    [InlineData("S3", "cS sSA cA cP sFA")]
    [InlineData("RSTO", "cS sSA cA cP cR")]
    [InlineData("RSTR", "cS sSA cA cP sR")]
    [InlineData("RSTOS0", "cS cR")]
    [InlineData("RSTRH", "sSA sR")]
    [InlineData("SH", "cS cFA")]
    [InlineData("SHR", "sSA sFA")]
    [InlineData("OTH", "cA sA")]
    [InlineData("S1", "sSA cA")]
    [InlineData("S1", "sSA cS cA")]
    public void The_state_string_is_Zeeks(string expected, string history)
    {
        var segments = new Segments();
        var (client, server) = (0L, 0L);
        foreach (var step in history.Split(' '))
        {
            var flags = step[1..].Replace('P', 'A');
            var payload = step[1..] == "P" ? "data" : "";
            if (step[0] == 'c')
                segments.C(flags, client, server, payload);
            else
                segments.S(flags, server, flags.Contains('S') ? Math.Max(1, client) : client, payload);
            ref var own = ref step[0] == 'c' ? ref client : ref server;
            own += payload.Length + (flags.Contains('S') || flags.Contains('F') ? 1 : 0);
        }

        Assert.Equal(expected, segments.Rig.Finish().Flows.Single().State.Tcp.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_initiator_sends_the_SYN_or_gets_the_SYN_ACK(bool synSeen)
    {
        var segments = new Segments();
        if (synSeen)
            segments.C("S", 0, 0);
        segments.S("SA", 0, 1).C("A", 1, 1);
        var flow = segments.Rig.Finish().Flows.Single().State;
        Assert.Equal((40_000, false), (flow.SourcePort, flow.Midstream));
    }

    [Fact]
    public void Midstream_the_side_with_a_service_port_is_taken_for_the_server()
    {
        var flow = new Segments().S("A", 5, 5, "data").C("A", 5, 9).Rig.Finish().Flows.Single().State;
        Assert.Equal((80, true), (flow.DestinationPort, flow.Midstream));
        Assert.Equal((1, 1), (flow.Forward.Packets, flow.Backward.Packets));
    }

    [Fact]
    public void Counters_tell_loss_from_reordering()
    {
        var tcp = new Segments().Open().C("A", 4, 1, "def").C("A", 1, 1, "abc").C("A", 1, 1, "abc").S("A", 1, 7).S("A", 1, 7)
            .C("A", 6, 1).With(new(Window: 0)).S("A", 1, 7).Rig.Finish().Flows.Single().State.Tcp;
        Assert.Equal((1, 1, 1), (tcp.Forward.OutOfOrder, tcp.Forward.Retransmissions, tcp.Forward.KeepAlives));
        Assert.Equal(1, tcp.Backward.ZeroWindows);
        Assert.Equal(2_000_000, tcp.HandshakeRtt);
    }

    [Fact]
    public void A_new_connection_on_the_same_ports_is_a_new_flow()
    {
        var segments = new Segments().Open().C("FA", 1, 1).S("FA", 1, 2).C("A", 2, 2);
        segments.C("S", 90_000, 0).S("SA", 500, 90_001).C("A", 90_001, 501);
        Assert.Equal([FlowEnd.Closed, FlowEnd.EndOfInput], segments.Rig.Finish().Flows.Select(f => f.Reason));
    }

    [Fact]
    public void A_SYN_inside_a_connection_begins_a_new_flow_only_when_it_is_answered()
    {
        var segments = new Segments().Open().C("S", 90_000, 0).C("A", 1, 1, "goes on").S("A", 1, 8);
        Assert.Equal(1, segments.Rig.Tracker.LiveFlows);
        segments.C("S", 95_000, 0).S("SA", 7, 95_001).C("A", 95_001, 8);
        Assert.Equal(["S1", "S1"], segments.Rig.Finish().Flows.Select(f => f.State.Tcp.State));
    }
}
