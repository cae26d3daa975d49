using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Flows;

/// <summary>Each finding of the TCP state group: a conversation that breaks the rule, and one like it that does not.</summary>
public sealed class TcpFindingsTests
{
    private static readonly Dictionary<string, Action<Segments>> Broken = new()
    {
        ["TcpPacketWithoutSession: SYN/ACK first"] = s => s.S("SA", 0, 1),
        ["TcpPacketWithoutSession: RST first"] = s => s.C("R", 5, 0),
        ["TcpPacketWithoutSession: FIN first"] = s => s.C("FA", 5, 5),
        ["TcpPacketWithoutSession: FIN midstream"] = s => s.C("A", 5, 5, "data").S("A", 5, 9).C("FA", 9, 5),
        ["TcpPacketWithoutSession: FIN instead of an ACK"] = s => s.C("S", 0, 0).C("F", 1, 0),
        ["TcpDataBeforeEstablished: payload on the SYN"] = s => s.C("S", 0, 0, "early").S("SA", 0, 6),
        ["TcpDataBeforeEstablished: payload without an answer"] = s => s.C("S", 0, 0).C("P", 1, 0, "early"),
        ["TcpDataBeforeEstablished: server before the ACK"] = s => s.C("S", 0, 0).S("SA", 0, 1).S("PA", 1, 1, "early"),
        ["TcpDataBeforeEstablished: Fast Open data ignored"] = s =>
            s.With(new(FastOpen: true)).C("S", 0, 0, "early").With(new()).S("SA", 0, 1),
        ["TcpHandshakeSeqAckWrong: SYN/ACK acknowledges another SYN"] = s => s.C("S", 0, 0).S("SA", 0, 77),
        ["TcpHandshakeSeqAckWrong: SYN/ACK repeated with another ACK"] = s => s.C("S", 0, 0).S("SA", 0, 1).S("SA", 0, 500),
        ["TcpHandshakeSeqAckWrong: third segment far away"] = s => s.C("S", 0, 0).S("SA", 0, 1).C("A", 1_000_000, 1, "x"),
        ["TcpHandshakeSeqAckWrong: third segment acknowledges nothing"] = s => s.C("S", 0, 0).S("SA", 0, 1).C("A", 1, -5000),
        ["TcpHandshakeSeqAckWrong: one side only, far away"] = s => s.C("S", 0, 0).C("A", 1 << 25, 1, "x"),
        ["TcpHandshakeSeqAckWrong: simultaneous open with another number"] = s => s.C("S", 0, 0).S("S", 0, 0).S("SA", 9, 1),
        ["TcpHandshakeSeqAckWrong: simultaneous open acknowledges another SYN"] = s => s.C("S", 0, 0).S("S", 0, 0).S("SA", 0, 9),
        ["TcpHandshakeDirectionWrong: both open"] = s => s.C("S", 0, 0).S("S", 0, 0),
        ["TcpHandshakeDirectionWrong: opener sends SYN/ACK"] = s => s.C("S", 0, 0).C("SA", 0, 1),
        ["TcpHandshakeDirectionWrong: SYN from the server"] = s => s.Open().S("S", 5, 0),
        ["TcpHandshakeDirectionWrong: SYN/ACK from the client"] = s => s.Open().C("SA", 0, 1),
        ["TcpSynFloodWithinSession: SYNs"] = s => Repeat(12, i => s.C("S", i * 100_000, 0)),
        ["TcpSynFloodWithinSession: SYN/ACKs"] = s => Repeat(8, i => s.C("S", 0, 0).S("SA", i * 100_000, 1)),
        ["TcpSynFloodWithinSession: one SYN, many timestamps"] = s => Repeat(14, i => s.With(new(Timestamp: (uint)i)).C("S", 0, 0)),
        ["TcpHandshakeDirectionWrong: SYN/ACK to a service"] = s => s.C("SA", 0, 1),
        ["TcpSegmentOutOfWindow: FIN beyond the window"] = s => s.Open().C("FA", 9_000, 1),
        ["TcpSynInsideConnection: another number"] = s => s.Open().C("S", 9999, 0),
        ["TcpSynInsideConnection: the same again"] = s => s.Open().C("A", 1, 1, "x").S("A", 1, 2).C("S", 0, 0),
        ["TcpSynInsideConnection: SYN/ACK again"] = s => s.Open().C("A", 1, 1, "x").S("A", 1, 2).S("SA", 0, 1),
        ["TcpSynInsideConnection: SYN/ACK with another number"] = s => s.Open().S("SA", 4444, 1),
        ["TcpSynInsideConnection: answered SYN with another number"] = s => s.C("S", 0, 0).S("SA", 0, 1).C("S", 777, 0),
        ["TcpSynInsideConnection: midstream"] = s => s.C("A", 5, 5, "data").C("S", 700, 0),
        ["TcpSynInsideConnection: ports taken again at once"] = s => Close(s.Open()).C("S", 70_000, 0),
        ["TcpSegmentOutOfWindow: beyond the window"] = s => s.Open().C("A", 9_000, 1, "x"),
        ["TcpSegmentOutOfWindow: window taken back"] = s => s.Open().C("A", 1, 1, "x").S("A", 1, 2).With(new(Window: 10)).S("A", 1, 2),
        ["TcpAckUnseenData: beyond what was sent"] = s => s.Open().C("A", 1, 1, "x").S("A", 1, 900),
        ["TcpAckUnseenData: before the first"] = s => s.Open().C("A", 1, 1, "x").S("A", 1, -400),
        ["TcpAckUnseenData: sequence before the first"] = s => s.Open().C("A", 1, 1, "x").C("A", -400, 1, "xx"),
        ["TcpOverlapDifferentData: repeated otherwise"] = s => s.Open().C("A", 1, 1, "GET /good").C("A", 1, 1, "GET /evil"),
        ["TcpOverlapDifferentData: while out of order"] = s => s.Open().C("A", 5, 1, "good").C("A", 5, 1, "evil"),
        ["TcpOverlapDifferentData: a longer one over a shorter"] = s => s.Open().S("A", 1, 1, "injected").S("A", 1, 1, "the true answer"),
        ["TcpRstInjectionSuspected: its sender goes on"] = s => s.Open().S("R", 1, 0).S("A", 1, 1, "still here"),
        ["TcpRstInjectionSuspected: impossible ACK"] = s => s.C("S", 0, 0).S("RA", 0, 5000),
        ["TcpRstInjectionSuspected: impossible ACK later"] = s => s.Open().S("A", 1, 1, "x").C("A", 1, 2).C("RA", 1, 400_000),
        ["TcpRstInjectionSuspected: far outside the window"] = s => s.Open().S("A", 1, 1, "x").C("A", 1, 2).S("R", 500_000, 0),
        ["TcpRstWithData: diagnostic text"] = s => s.Open().S("RA", 1, 1, "No TCP"),
        ["TcpDataAfterClose: data after its FIN"] = s => s.Open().C("FA", 1, 1).C("A", 2, 1, "more"),
        ["TcpDataAfterClose: FIN moved on"] = s => s.Open().C("FA", 1, 1).C("FA", 50, 1),
        ["TcpDataAfterClose: SYN again"] = s => Close(s.Open()).C("S", 0, 0),
        ["TcpDataAfterClose: FIN after RST"] = s => s.Open().C("R", 1, 0).C("FA", 1, 1),
        ["TcpDataAfterClose: ACK beyond its FIN"] = s => s.Open().C("FA", 1, 1).C("A", 900, 1),
        ["TcpTimestampInvalid: falls in new data"] = s => Stamped(s, 100, 200, 150),
        ["TcpTimestampInvalid: never agreed on"] = s => s.C("S", 0, 0).With(new(Timestamp: 5)).S("RA", 0, 1),
        ["TcpStorm: resets"] = s => Repeat(10, _ => s.C("R", 1, 0)),
        ["TcpStorm: the same data again and again"] = s => { s.Open(); Repeat(7, _ => s.C("A", 1, 1, "again")); },
        ["TcpSequenceGap: acknowledged but never seen"] = s => s.Open().C("A", 1, 1, "ab").C("A", 9, 1, "cd").S("A", 1, 11).C("A", 11, 1, "ef"),
        ["TcpSequenceGap: at the end"] = s => s.Open().C("A", 1, 1, "ab").C("FA", 100, 1).S("FA", 1, 101).C("A", 101, 2),
        ["TcpConnectionFailedOrScan: no answer"] = s => s.C("S", 0, 0).Wait(1).C("S", 0, 0),
        ["TcpConnectionFailedOrScan: refused"] = s => s.C("S", 0, 0).S("RA", 0, 1),
        ["TcpConnectionFailedOrScan: half-open scan"] = s => s.C("S", 0, 0).S("SA", 0, 1).C("R", 1, 0),
        ["TcpConnectionFailedOrScan: SYN and FIN without an answer"] = s => s.C("S", 0, 0).C("F", 1, 0),
        ["FlowUnidirectional: no answer"] = s => s.C("S", 0, 0),
    };

    private static readonly Dictionary<string, Action<Segments>> Sound = new()
    {
        ["a whole connection"] = s => Close(Talk(s.Open())),
        ["FIN by one side only"] = s => Talk(s.Open()).C("FA", 12, 12).S("A", 12, 13),
        ["data behind the peer's FIN"] = s => Talk(s.Open()).C("FA", 12, 12).S("A", 12, 13, "late").C("A", 13, 16),
        ["RST after a close"] = s => Close(Talk(s.Open())).C("R", 13, 0),
        ["RST instead of a FIN"] = s => Talk(s.Open()).C("RA", 12, 12),
        ["data overtaken by a RST"] = s => Talk(s.Open()).C("R", 20, 0).C("A", 12, 12, "overtake"),
        ["retransmission"] = s => Talk(s.Open()).C("A", 12, 12, "twice").C("A", 12, 12, "twice").S("A", 12, 17),
        ["repacketised retransmission"] = s => Talk(s.Open()).C("A", 12, 12, "on").C("A", 14, 12, "e").C("A", 12, 12, "one two").S("A", 12, 19),
        ["reordering"] = s => Talk(s.Open()).C("A", 16, 12, "two").C("A", 12, 12, "one ").S("A", 12, 19),
        ["keep-alive with a garbage byte"] = s => Talk(s.Open()).Wait(60).C("A", 11, 12, "\0").S("A", 12, 12),
        ["keep-alive without a byte"] = s => Talk(s.Open()).Wait(60).C("A", 11, 12).S("A", 12, 12),
        ["SYN repeated before an answer"] = s => Talk(s.C("S", 0, 0).Wait(1).C("S", 0, 0).S("SA", 0, 1).C("A", 1, 1)),
        ["SYN/ACK repeated before the ACK"] = s => Talk(s.C("S", 0, 0).S("SA", 0, 1).Wait(1).S("SA", 0, 1).C("A", 1, 1)),
        ["client starts over from the same port"] = s => s.C("S", 0, 0).Wait(1).C("S", 500, 0).S("SA", 0, 501).C("A", 501, 1, "hello"),
        ["zero window and its probes"] = s => s.With(new(Window: 5)).Open().C("A", 1, 1, "hello")
            .With(new(Window: 0)).S("A", 1, 6).Wait(1).C("A", 6, 1, "p").S("A", 1, 6).With(new()).S("A", 1, 6).C("A", 6, 1, "payload").S("A", 1, 13),
        ["Fast Open"] = s => s.With(new(FastOpen: true)).C("S", 0, 0, "early").S("SA", 0, 6).With(new()).C("A", 6, 1).S("A", 1, 6, "answer"),
        ["timestamps that rise"] = s => Stamped(s, 100, 150, 200),
        ["an old segment with an old timestamp"] = s => { Stamped(s, 100, 200, 201); s.With(new(Timestamp: 150)).C("A", 1, 1, "a"); },
        ["closed by both at once"] = s => Talk(s.Open()).C("FA", 12, 12).S("FA", 12, 12).C("A", 13, 13).S("A", 13, 13),
        ["a bad checksum among good ones"] = s => Talk(Talk(s.Open()).With(new(ChecksumBad: true)).S("R", 12, 0).C("A", 12, 12, "evil").With(new()), 11),
        ["a retransmission cut by the snaplen"] = s => Talk(s.Open()).C("A", 12, 12, "whole").With(new(Cut: 3)).C("A", 12, 12, "who__").With(new()).S("A", 12, 17),
        ["port reuse long after"] = s => Talk(Close(Talk(s.Open())).Wait(60).C("S", 1_000_000, 0).S("SA", 70_000, 1_000_001).C("A", 1_000_001, 70_001), 0, 1_000_000, 70_000),
        ["ACK before the SYN/ACK, as some stacks do"] = s => Talk(s.C("S", 0, 0).S("A", 0, 1).S("SA", 0, 1).C("A", 1, 1)),
        ["SYN retried for half a minute"] = s => { Repeat(5, i => s.With(new(Timestamp: (uint)i)).C("S", 0, 0).Wait(1 << i)); s.S("SA", 0, 1).C("A", 1, 1, "x").S("A", 1, 2); },
        ["half-open rest of an earlier connection"] = s => Talk(s.C("S", 0, 0).S("A", 7_000_000, -9_000).C("R", -9_000, 0).Wait(1).C("S", 0, 0).S("SA", 0, 1).C("A", 1, 1)),
        ["midstream start"] = s => Talk(s, 5000),
    };

    public static TheoryData<string> BrokenCases => [.. Broken.Keys];

    public static TheoryData<string> SoundCases => [.. Sound.Keys];

    [Theory]
    [MemberData(nameof(BrokenCases))]
    public void A_broken_rule_is_found(string name)
    {
        var segments = new Segments();
        Broken[name](segments);
        Assert.Contains(Enum.Parse<FindingName>(name.Split(':')[0]), segments.Findings);
    }

    [Theory]
    [MemberData(nameof(SoundCases))]
    public void What_sound_stacks_send_is_silent(string name)
    {
        var segments = new Segments();
        Sound[name](segments);
        Assert.Empty(segments.Findings);
        Assert.NotEmpty(segments.Rig.Flows);
    }

    [Theory]
    [InlineData("control segments only")]
    [InlineData("control segments only, reset")]
    [InlineData("sampled")]
    public void A_capture_that_lacks_most_segments_alerts_nobody(string kind)
    {
        var segments = new Segments().C("S", 0, 0).S("SA", 0, 1);
        switch (kind)
        {
            case "control segments only":
                segments.S("FA", 50_000_000, 9_000).C("FA", 9_000, 50_000_001);
                break;
            case "control segments only, reset":
                segments.S("FA", 50_000_000, 9_000).C("RA", 9_000, 50_000_001).S("R", 50_000_001, 0);
                break;
            default:
                segments.C("A", 1, 1).S("A", 400_000, 1, "x").C("A", 1, 700_000).S("RA", 900_000, 1);
                break;
        }

        Assert.DoesNotContain(segments.Findings, n => FindingCatalogue.Of(n).Tier == FindingTier.A);
    }

    [Fact]
    public void A_device_that_starts_over_from_the_same_port_for_hours_is_no_flood()
    {
        var segments = new Segments();
        Repeat(300, i => segments.C("S", i * 60_000, 0).Wait(1).C("S", i * 60_000, 0).Wait(2.3));
        Assert.Equal([FindingName.FlowUnidirectional, FindingName.TcpConnectionFailedOrScan], segments.Findings.Order().Reverse());
    }

    [Fact]
    public void Every_name_of_the_group_has_a_broken_case() =>
        Assert.Empty(FindingCatalogue.All.Where(d => d.Group == FindingGroup.TcpState).Select(d => d.Name.ToString())
            .Except(Broken.Keys.Select(k => k.Split(':')[0])));

    [Fact]
    public void Evidence_is_the_frame_and_the_header_field()
    {
        var segments = new Segments().C("S", 0, 0).S("SA", 0, 77);
        _ = segments.Findings;
        var finding = segments.Rig.Findings.Single(f => f.Name == FindingName.TcpHandshakeSeqAckWrong);
        Assert.Equal((2, 28, 4), (finding.Frame, finding.Offset, finding.Length));
        Assert.Equal("SYN/ACK acknowledges 1000077, the SYN asks for 1000001", finding.Detail.ToString());
    }

    [Fact]
    public void The_evidence_of_differing_bytes_starts_at_the_first_that_differs()
    {
        var segments = new Segments().Open().C("A", 1, 1, "GET /good").C("A", 1, 1, "GET /evil");
        _ = segments.Findings;
        var finding = segments.Rig.Findings.Single(f => f.Name == FindingName.TcpOverlapDifferentData);
        Assert.Equal((5, 45, 4), (finding.Frame, finding.Offset, finding.Length));
    }

    private static Segments Talk(Segments s, long at = 0, long client = 0, long server = 0) => s
        .C("PA", client + at + 1, server + at + 1, "hello world").S("A", server + at + 1, client + at + 12)
        .S("PA", server + at + 1, client + at + 12, "hello there").C("A", client + at + 12, server + at + 12);

    private static Segments Close(Segments s) => s.C("FA", 12, 12).S("FA", 12, 13).C("A", 13, 13);

    private static void Stamped(Segments s, uint syn, uint first, uint second) => s
        .With(new(Timestamp: syn)).C("S", 0, 0).S("SA", 0, 1).With(new(Timestamp: first)).C("A", 1, 1, "a")
        .With(new(Timestamp: second)).C("A", 2, 1, "b").With(new(Timestamp: first)).S("A", 1, 3);

    private static void Repeat(int count, Action<int> step)
    {
        for (var i = 0; i < count; i++)
            step(i);
    }
}
