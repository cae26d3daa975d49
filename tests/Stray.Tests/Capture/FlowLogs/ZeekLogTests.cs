using Stray.Tests.Capture.Frames;

namespace Stray.Tests.Capture.FlowLogs;

public sealed class ZeekLogTests
{
    private const string Header = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n";
    private const string Fields =
        "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\torig_pkts\tresp_pkts\n";
    private const string Line = "1655056416.228417\tCx\t10.0.0.1\t50000\t10.0.0.2\t443\ttcp\tssl\t1.5\t100\t200\tSF\t5\t6\n";

    private static readonly KeptRow Expected = new(7, 1_655_056_416_228_417_000, 1_500_000_000, "10.0.0.1", 50_000, "10.0.0.2", 443, 6,
        5, 6, 100, 200, true, "SF", "tls");

    [Fact]
    public void Tsv_is_read_by_the_names_in_its_header()
    {
        var read = ReadLog.Of(Header + Fields + Line + "#close\t2022\n");
        Assert.Equal(Expected, Assert.Single(read.Rows));
        Assert.Equal((1L, 7L, 0L, "Zeek conn.log"), (read.Counters!.Rows, read.Counters.Skipped, read.Counters.Bad, read.Format));
        Assert.Null(read.Failure);
    }

    [Fact]
    public void Any_column_order_separator_and_word_for_unset_will_do()
    {
        var read = ReadLog.Of("#separator |\n#unset_field|nil\n#empty_field|void\n#path|conn\n#fields|proto|id.resp_p|id.resp_h|community_id|"
            + "id.orig_p|id.orig_h|ts|duration|service\nudp|53|10.0.0.2|1:abc=|5000|10.0.0.1|0.25|nil|void\n");
        Assert.Equal(new KeptRow(6, 250_000_000, 0, "10.0.0.1", 5000, "10.0.0.2", 53, 17, 0, 0, 0, 0, true, "", "") { CommunityId = "1:abc=" },
            Assert.Single(read.Rows));
    }

    [Fact]
    public void Joined_log_may_change_its_columns_on_the_way()
    {
        var read = ReadLog.Of(Header + Fields + Line + "#fields\tts\tid.orig_h\tid.resp_h\tproto\n1\t10.0.0.1\t10.0.0.2\ticmp\n");
        Assert.Equal([6, 1], read.Rows.Select(r => r.Protocol));
        Assert.Equal("", read.Rows[1].State);
    }

    [Fact]
    public void Labelled_log_of_zeeks_friends_gives_its_labels()
    {
        var read = ReadLog.Of(Header + "#fields\tts\tid.orig_h\tid.resp_h\tproto\tlabel\tdetailedlabel\n1\t10.0.0.1\t10.0.0.2\ttcp\tBenign\tMail\n");
        Assert.Equal("Benign/Mail//", Assert.Single(read.Rows).Labels);
    }

    [Theory]
    [InlineData("{\"ts\":1655056416.228417,\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":50000,\"id.resp_h\":\"10.0.0.2\",\"id.resp_p\":443,")]
    [InlineData("{\"@stream\":\"conn\",\"ts\":\"2022-06-12T17:53:36.228417Z\",\"id_orig_h\":\"10.0.0.1\",\"id_orig_p\":50000,\"id_resp_h\":\"10.0.0.2\",\"id_resp_p\":443,")]
    [InlineData("{\"tags\":[{\"ts\":5}],\"ts\":1.655056416228417e9,\"id\":{\"orig_h\":\"10.0.0.1\",\"orig_p\":50000,\"resp_h\":\"10.0.0.2\",\"resp_p\":443},")]
    public void Json_is_read_in_each_of_its_dialects(string start)
    {
        var read = ReadLog.Of(start + "\"proto\":\"tcp\",\"service\":\"s\\u0073l\",\"duration\":1.5,\"orig_bytes\":100,\"resp_bytes\":200,"
            + "\"conn_state\":\"SF\",\"missed_bytes\":null,\"orig_pkts\":5,\"resp_pkts\":6}\r\n");
        var row = Assert.Single(read.Rows);
        Assert.InRange(row.Start, Expected.Start - 1000, Expected.Start + 1000);
        Assert.Equal(Expected with { Line = 1 }, row with { Start = Expected.Start });
        Assert.Equal("Zeek conn.log (JSON)", read.Format);
    }

    [Theory]
    [InlineData("gssapi,smb,krb", "smb")]
    [InlineData("ntlm", "ntlm")]
    [InlineData("krb_tcp", "kerberos")]
    [InlineData("-ssl,http", "http")]
    [InlineData("ssl,http", "tls")]
    [InlineData("dns", "dns")]
    public void Service_list_becomes_one_protocol(string services, string app)
    {
        var read = ReadLog.Of(Header + Fields + Line.Replace("ssl", services, StringComparison.Ordinal));
        Assert.Equal(app, Assert.Single(read.Rows).App);
    }

    [Fact]
    public void Icmp_between_ipv6_addresses_is_icmpv6()
    {
        var read = ReadLog.Of(Header + "#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\n15.2\tfe80::1\t135\tff02::1\t136\ticmp\n");
        Assert.Equal((58, 135, 136), (Assert.Single(read.Rows).Protocol, read.Rows[0].SourcePort, read.Rows[0].DestinationPort));
    }

    [Fact]
    public void Bad_lines_are_counted_with_file_line_and_reason_and_reading_goes_on()
    {
        var read = ReadLog.Of(Header + Fields + Line
            + Line.Replace("10.0.0.1", "ten", StringComparison.Ordinal)
            + Line.Replace("443", "70000", StringComparison.Ordinal)
            + Line.Replace("1655056416", "noon", StringComparison.Ordinal)
            + "1\t2\n" + Line.Replace("\n", "\t9\n", StringComparison.Ordinal) + Line + Line + Line + Line);
        Assert.Equal(5, read.Rows.Count);
        Assert.Equal(5, read.Counters!.Bad);
        Assert.Null(read.Failure);
        Assert.Equal(
            [
                "test.log: line 8: the address is no IP address", "test.log: line 9: the port is not 0 to 65535",
                "test.log: line 10: the time is no time", "test.log: line 11: fewer columns than #fields names",
                "test.log: line 12: more columns than #fields names",
            ],
            read.BadLines.Select(b => b.ToString()));
    }

    [Fact]
    public void Log_that_is_mostly_bad_ends_in_a_failure_that_shows_the_first()
    {
        var read = ReadLog.Of(Header + Fields + Line + string.Concat(Enumerable.Repeat("rubbish\n", 20)));
        Assert.Single(read.Rows);
        Assert.Contains("20 of 27 lines cannot be read as Zeek conn.log; line 8: the time is no time", read.Failure!.Reason, StringComparison.Ordinal);
        Assert.Equal(5, read.BadLines.Count);
    }

    [Theory]
    [InlineData("#separator \\x09\n#path\tdns\n#fields\tts\tid.orig_h\n1\t2\n", "Zeek's dns.log has no flows")]
    [InlineData("#separator \\x09\n#path\tconn\n#fields\tts\tuid\n1\t2\n", "#fields line that names")]
    [InlineData("{\"ts\":1,\"id.orig_h\":\"10.0.0.1\",\"query\":\"a.example\"}\n", "neither a Zeek conn.log")]
    public void Log_without_flows_is_refused_by_name(string text, string expected)
    {
        Assert.Contains(expected, ReadLog.Of(text).Failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Gzip_and_its_cuts_are_read_up_to_the_cut()
    {
        var gzip = CaptureBytes.Gzip(System.Text.Encoding.UTF8.GetBytes(Header + Fields + string.Concat(Enumerable.Repeat(Line, 5000))));
        Assert.Equal(5000, ReadLog.Of(gzip).Rows.Count);
        var cut = ReadLog.Of(gzip[..^30]);
        Assert.InRange(cut.Rows.Count, 1, 5000);
        Assert.Equal(0, cut.Counters!.Bad);
        Assert.Contains("gzip data is damaged or cut", cut.Failure!.Reason, StringComparison.Ordinal);
    }
}
