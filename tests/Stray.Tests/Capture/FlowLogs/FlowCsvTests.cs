using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Stray.Tests.Capture.FlowLogs;

public sealed class FlowCsvTests
{
    private const string Header = "ts,src,sport,dst,dport,proto,dur,fwd_pkts,bwd_pkts,fwd_bytes,bwd_bytes,state,service,label,category,split,group\n";

    [Fact]
    public void Common_schema_with_quotes_and_empty_cells_is_read()
    {
        var read = ReadLog.Of(Header
            + "1588205199.827696,10.0.1.6,56880,10.0.0.4,445,tcp,10.761076927185059,12,11,4020,1681,RSTO,\"gssapi,smb,krb\",0,\"say \"\"hi\"\"\",test,g1\r\n"
            + "1,10.0.0.1,,10.0.0.2,,igmp,0,2,0,120,0,,,1,,train,\n");
        Assert.Equal(
            [
                new(2, 1_588_205_199_827_696_000, 10_761_076_927, "10.0.1.6", 56_880, "10.0.0.4", 445, 6, 12, 11, 4020, 1681, true, "RSTO", "smb")
                {
                    Labels = "0/say \"hi\"/test/g1",
                },
                new KeptRow(3, 1_000_000_000, 0, "10.0.0.1", 0, "10.0.0.2", 0, 2, 2, 0, 120, 0, false, "", "") { Labels = "1//train/" },
            ],
            read.Rows);
        Assert.Null(read.Failure);
    }

    [Fact]
    public void Columns_stand_in_any_order_and_unknown_ones_are_left_out()
    {
        var read = ReadLog.Of("\uFEFFproto,extra,dst,src,ts\n17,\"a,b\",::2,::1,5\n");
        Assert.Equal(("::1", "::2", 17, 5_000_000_000), (read.Rows[0].Source, read.Rows[0].Destination, read.Rows[0].Protocol, read.Rows[0].Start));
    }

    [Theory]
    [InlineData("1,10.0.0.1,1,10.0.0.2,2,tcp,\"0,1,1,1,1,,,,,,", "a quote is not closed")]
    [InlineData("1,10.0.0.1,1,10.0.0.2,2,tcp", "fewer cells than the header has")]
    [InlineData("1,10.0.0.1,1,10.0.0.2,2,tcp,0,1,1,1,1,,,,,,,", "more cells than the header has")]
    [InlineData("1,10.0.0.1,1,10.0.0.2,2,nonsense,0,1,1,1,1,,,,,,", "the protocol is neither")]
    [InlineData("1,10.0.0.1,1,10.0.0.2,2,300,0,1,1,1,1,,,,,,", "the protocol is neither")]
    [InlineData("1,10.0.0.1,1,10.0.0.2,2,tcp,-1,1,1,1,1,,,,,,", "the duration is no")]
    [InlineData("1,10.0.0.1,1,10.0.0.2,2,tcp,0,-1,1,1,1,,,,,,", "the count is no count")]
    [InlineData("1,7,1,10.0.0.2,2,tcp,0,1,1,1,1,,,,,,", "the address is no IP address")]
    [InlineData("99999999999999999999,10.0.0.1,1,10.0.0.2,2,tcp,0,1,1,1,1,,,,,,", "the time is no time")]
    [InlineData(",10.0.0.1,1,10.0.0.2,2,tcp,0,1,1,1,1,,,,,,", "a flow needs start")]
    public void Bad_cell_makes_a_bad_line_that_says_why(string line, string expected)
    {
        var read = ReadLog.Of($"{Header}1,10.0.0.1,1,10.0.0.2,2,tcp,0,1,1,1,1,,,,,,\n{line}\n");
        Assert.Single(read.Rows);
        Assert.Contains(expected, Assert.Single(read.BadLines).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1655056416.228417", 1_655_056_416_228_417_000)]
    [InlineData("1655056416228", 1_655_056_416_228_000_000)]
    [InlineData("-0.5", -500_000_000)]
    [InlineData("1.5e3", 1_500_000_000_000)]
    [InlineData("2022-06-12T17:53:36.228417Z", 1_655_056_416_228_417_000)]
    [InlineData("2022-06-12T19:53:36.228417+02:00", 1_655_056_416_228_417_000)]
    [InlineData("2022-06-12T19:53:36.228417+0200", 1_655_056_416_228_417_000)]
    [InlineData("2022-06-12T17:53:36.228417", 1_655_056_416_228_417_000)]
    [InlineData("2022-06-12 17:53:36", 1_655_056_416_000_000_000)]
    public void Times_are_exact_to_the_digit(string text, long expected)
    {
        Assert.Equal(expected, Assert.Single(ReadLog.Of($"ts,src,dst,proto\n{text},10.0.0.1,10.0.0.2,tcp\n").Rows).Start);
    }

    [Property]
    public bool Quoted_cells_read_back_as_they_were(NonNull<string> category, ushort port)
    {
        var text = new string([.. category.Get.Where(c => c is not '\n' and not '\r' and not '\0' && !char.IsSurrogate(c))]);
        var quoted = text.Replace("\"", "\"\"", StringComparison.Ordinal);
        var row = ReadLog.Of($"ts,src,category,dst,dport,proto\n1,10.0.0.1,\"{quoted}\",10.0.0.2,{port},tcp\n").Rows.Single();
        return row.Labels == $"/{text}//" && row.DestinationPort == port;
    }

    [Property(MaxTest = 500)]
    public bool Random_text_behind_a_header_ends_without_an_exception(string[] lines)
    {
        var read = ReadLog.Of(Header + string.Join('\n', lines.Where(l => l is not null)));
        return read.Counters!.Rows == 0;
    }
}
