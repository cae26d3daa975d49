using Stray.Capture.Decoding;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Flows;

public sealed class IcmpRulesTests
{
    private readonly FlowRig _rig = new();

    [Fact]
    public void Ping_is_silent()
    {
        for (byte i = 0; i < 10; i++)
        {
            Track(Packets.Icmp(1, 2, 8, 0, Echo(i, time: i)));
            Track(Packets.Icmp(2, 1, 0, 0, Echo(i, time: i)));
        }

        Assert.Empty(_rig.Finish().Findings);
    }

    [Fact]
    public void A_reply_with_other_data_suggests_a_tunnel()
    {
        Track(Packets.Icmp(1, 2, 8, 0, Echo(1)));
        Track(Packets.Icmp(2, 1, 0, 0, Echo(1, time: 9)));
        Assert.Equal(FindingName.IcmpTunnelSuspected, Only());
    }

    [Fact]
    public void Requests_whose_data_keeps_changing_suggest_a_tunnel()
    {
        for (byte i = 0; i < 5; i++)
        {
            Track(Packets.Icmp(1, 2, 8, 0, Echo(i, pattern: (byte)(i * 7))));
            Track(Packets.Icmp(2, 1, 0, 0, Echo(i, pattern: (byte)(i * 7))));
        }

        Assert.Equal(FindingName.IcmpTunnelSuspected, Only());
    }

    [Fact]
    public void A_reply_without_a_request_is_unsolicited()
    {
        Track(Packets.Icmp(2, 1, 0, 0, Echo(1)));
        Track(Packets.Icmp(1, 2, 8, 0, Echo(1)));
        Assert.Equal(FindingName.IcmpUnsolicited, Only());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(11)]
    public void An_error_about_no_flow_is_unsolicited(byte type)
    {
        Track(Packets.Icmp(9, 1, type, 0, Quote(source: 1, destination: 2)));
        Assert.Equal(FindingName.IcmpUnsolicited, Only());
    }

    [Fact]
    public void An_error_about_a_known_flow_is_silent()
    {
        Track(Packets.Udp(1, 500, 2, 53));
        Track(Packets.Udp(2, 53, 1, 500));
        Track(Packets.Icmp(9, 1, 3, 3, Quote(source: 1, destination: 2)));
        Assert.Empty(_rig.Finish().Findings);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(27)]
    public void A_cut_quotation_is_left_undecided(int length)
    {
        Track(Packets.Icmp(9, 1, 3, 3, Quote(source: 1, destination: 2).AsSpan(0, length)));
        Assert.Empty(_rig.Finish().Findings);
    }

    private FindingName Only() => Assert.Single(_rig.Finish().Findings.Select(f => f.Name).Distinct());

    private static byte[] Echo(byte sequence, byte time = 0, byte pattern = 0x10)
    {
        var body = new byte[4 + 56];
        (body[1], body[3]) = (77, sequence);
        body.AsSpan(4, 16).Fill(time);
        body.AsSpan(20).Fill(pattern);
        return body;
    }

    /// <summary>Four unused bytes and the quoted head of a UDP packet from port 500 to 53.</summary>
    private static byte[] Quote(byte source, byte destination)
    {
        var body = new byte[4 + 28];
        (body[4], body[13]) = (0x45, 17);
        (body[19], body[23]) = (source, destination);
        (body[24], body[25], body[27]) = (1, 0xF4, 53);
        return body;
    }

    private void Track(scoped in Packet packet) => _rig.Tracker.Track(packet, _rig.Pending);
}
