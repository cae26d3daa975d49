using Stray.Capture.FlowLogs;

namespace Stray.Tests.Capture.FlowLogs;

public sealed class SuricataEveTests
{
    private const string Flow = """
        {"timestamp":"2017-04-07T22:25:39.000000+0100","flow_id":1,"event_type":"flow","src_ip":"10.0.0.1","src_port":50000,"dest_ip":"10.0.0.2","dest_port":443,"proto":"TCP","app_proto":"tls","flow":{"pkts_toserver":5,"pkts_toclient":6,"bytes_toserver":700,"bytes_toclient":800,"start":"2017-04-07T22:24:37.251547+0100","end":"2017-04-07T22:24:38.251548+0100","age":1,"state":"closed","reason":"timeout","alerted":false},"community_id":"1:abc=","tcp":{"tcp_flags":"1b","tcp_flags_ts":"1b","tcp_flags_tc":"1b","syn":true,"state":"closed"}}
        """;

    private const string Dns = """{"timestamp":"2017-04-07T22:25:39.000000+0100","event_type":"dns","src_ip":"x","dns":{"type":"query","rrname":"a.example"}}""";

    [Fact]
    public void Flow_events_are_read_and_other_events_stepped_over()
    {
        var read = ReadLog.Of($"{Dns}\n{Flow}\n{Dns}\n");
        var expected = new KeptRow(2, 1_491_600_277_251_547_000, 1_000_001_000, "10.0.0.1", 50_000, "10.0.0.2", 443, 6,
            5, 6, 700, 800, false, "SF", "tls")
        { CommunityId = "1:abc=" };
        Assert.Equal(expected, Assert.Single(read.Rows));
        Assert.Equal((1L, 2L, 0L, "Suricata EVE"), (read.Counters!.Rows, read.Counters.Skipped, read.Counters.Bad, read.Format));
    }

    [Theory]
    [InlineData("02", "00", "S0")]
    [InlineData("02", "14", "REJ")]
    [InlineData("06", "00", "RSTOS0")]
    [InlineData("03", "00", "SH")]
    [InlineData("1b", "13", "SF")]
    [InlineData("1a", "12", "S1")]
    [InlineData("1b", "12", "S2")]
    [InlineData("1a", "13", "S3")]
    [InlineData("1e", "12", "RSTO")]
    [InlineData("1a", "16", "RSTR")]
    [InlineData("18", "10", "OTH")]
    [InlineData("00", "16", "RSTRH")]
    [InlineData("00", "13", "SHR")]
    public void Tcp_flags_become_the_state_zeek_would_have_given(string forward, string backward, string state)
    {
        var read = ReadLog.Of(Flow.Replace("_ts\":\"1b", $"_ts\":\"{forward}", StringComparison.Ordinal)
            .Replace("_tc\":\"1b", $"_tc\":\"{backward}", StringComparison.Ordinal));
        Assert.Equal(state, Assert.Single(read.Rows).State);
    }

    [Theory]
    [InlineData("syn_sent", "S0")]
    [InlineData("established", "S1")]
    [InlineData("closed", "SF")]
    [InlineData("fin_wait1", "S2")]
    [InlineData("none", "OTH")]
    public void Without_flags_the_state_word_decides(string word, string state)
    {
        var read = ReadLog.Of(Flow.Replace("\"tcp_flags_ts\":\"1b\",\"tcp_flags_tc\":\"1b\",", "", StringComparison.Ordinal)
            .Replace("\"state\":\"closed\"}}", $"\"state\":\"{word}\"}}}}", StringComparison.Ordinal));
        Assert.Equal(state, Assert.Single(read.Rows).State);
    }

    [Theory]
    [InlineData("UDP", 5, 6, 17, "SF")]
    [InlineData("UDP", 5, 0, 17, "S0")]
    [InlineData("UDP", 0, 6, 17, "SHR")]
    [InlineData("IPv6-ICMP", 5, 6, 58, "OTH")]
    [InlineData("SCTP", 5, 6, 132, "SF")]
    [InlineData("047", 5, 6, 47, "SF")]
    public void Other_protocols_have_the_state_of_who_sent(string proto, int asked, int answered, int number, string state)
    {
        var read = ReadLog.Of(Flow.Replace("\"TCP\"", $"\"{proto}\"", StringComparison.Ordinal)
            .Replace("pkts_toserver\":5", $"pkts_toserver\":{asked}", StringComparison.Ordinal)
            .Replace("pkts_toclient\":6", $"pkts_toclient\":{answered}", StringComparison.Ordinal));
        Assert.Equal((number, state), (Assert.Single(read.Rows).Protocol, read.Rows[0].State));
    }

    [Fact]
    public void Icmp_type_and_code_stand_in_for_ports()
    {
        var read = ReadLog.Of(Flow.Replace("src_port\":50000", "icmp_type\":8", StringComparison.Ordinal)
            .Replace("dest_port\":443", "icmp_code\":3", StringComparison.Ordinal).Replace("\"TCP\"", "\"ICMP\"", StringComparison.Ordinal));
        Assert.Equal((1, 8, 3), (Assert.Single(read.Rows).Protocol, read.Rows[0].SourcePort, read.Rows[0].DestinationPort));
    }

    [Fact]
    public void Failed_recognition_is_no_protocol()
    {
        Assert.Equal("", Assert.Single(ReadLog.Of(Flow.Replace("\"tls\"", "\"failed\"", StringComparison.Ordinal)).Rows).App);
    }

    [Fact]
    public void Broken_json_and_deep_nesting_are_bad_lines_not_exceptions()
    {
        var deep = $"{{\"event_type\":\"flow\",\"x\":{new string('[', 5000)}";
        string[] bad = [Flow[..200], deep, "[1]", "{\"event_type\":\"flow\"}", Flow.Replace("10.0.0.1", "\\ud800", StringComparison.Ordinal), "{}"];
        var read = ReadLog.Of(string.Join('\n', Enumerable.Repeat(Flow, bad.Length).Concat(bad)));
        Assert.Equal((bad.Length, bad.Length), (read.Rows.Count, (int)read.Counters!.Bad));
        Assert.Null(read.Failure);
    }

    [Fact]
    public void Members_of_other_objects_are_not_mistaken_for_the_events_own()
    {
        var long_ = new string('n', 300);
        var read = ReadLog.Of(Flow.Insert(1, $"\"\":{{\"src_ip\":\"9.9.9.9\"}},\"{long_}\":{{\"event_type\":\"dns\"}},\"metadata\":{{\"proto\":\"UDP\",\"flow\":{{\"start\":1}}}},"));
        Assert.Equal(("10.0.0.1", 6), (Assert.Single(read.Rows).Source, read.Rows[0].Protocol));
    }

    [Fact]
    public void Line_without_end_is_bounded_and_counted()
    {
        var read = ReadLog.Of($"{Flow}\n{{\"x\":\"{new string('a', 5 << 20)}\"}}\n{Flow}\n{Flow}");
        Assert.Equal([1L, 3L, 4L], read.Rows.Select(r => r.Line));
        Assert.Equal(new BadLine("test.log", 2, "longer than 1048576 bytes"), Assert.Single(read.BadLines));
    }
}
