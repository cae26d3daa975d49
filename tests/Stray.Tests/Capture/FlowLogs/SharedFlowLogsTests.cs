namespace Stray.Tests.Capture.FlowLogs;

public sealed class SharedFlowLogsTests
{
    [Theory]
    [InlineData("ctu-zeek/001-njrat/conn.log.labeled.gz", "ctu-zeek/001-njrat/flows.csv")]
    [InlineData("ctu-zeek/002-nmap-scan/conn.log.gz", "ctu-zeek/002-nmap-scan/flows.csv")]
    [InlineData("ctu-zeek/008-normal40-day1/conn.log.labeled.gz", "ctu-zeek/008-normal40-day1/flows.csv")]
    [InlineData("ctu-zeek/011-normal43-day1/conn.log.labeled.gz", "ctu-zeek/011-normal43-day1/flows.csv")]
    [InlineData("ctu-zeek/slips-vertical-scan/conn.log.gz", "ctu-zeek/slips-vertical-scan/flows.csv")]
    [InlineData("otrf-apt29-day1/NASHUA_conn.log.gz", "otrf-apt29-day1/NASHUA.zeek.flows.csv")]
    [InlineData("otrf-apt29-day1/SCRANTON_conn.log.gz", "otrf-apt29-day1/SCRANTON.zeek.flows.csv")]
    [InlineData("rita-beacon/2024-04-19.conn.log.gz", "rita-beacon/2024-04-19.flows.csv.gz")]
    public void Zeek_log_and_the_csv_made_from_it_give_the_same_flows(string log, string csv)
    {
        var zeek = ReadLog.OfPath(SharedData.File("labelled", log));
        var common = ReadLog.OfPath(SharedData.File("labelled", csv));
        Assert.Equal((0L, 0L, null, null), (zeek.Counters!.Bad, common.Counters!.Bad, zeek.Failure, common.Failure));
        Assert.NotEmpty(zeek.Rows);
        Assert.Equal(Comparable(common), Comparable(zeek));
    }

    // The two are in different orders, and Zeek's JSON writes microseconds as the nearest double.
    private static IEnumerable<string> Comparable(ReadLog log) => log.Rows
        .Select(r => $"{(r.Start + 500) / 1000} {r.Source} {r.SourcePort} {r.Destination} {r.DestinationPort} {r.Protocol} {r.ForwardPackets} "
            + $"{r.BackwardPackets} {r.ForwardBytes} {r.BackwardBytes} {r.State} {r.App}")
        .Order(StringComparer.Ordinal);

    [Fact]
    public void Every_label_file_reads_without_a_bad_line()
    {
        var files = Directory.GetFiles(SharedData.File("labelled"), "*.labels.csv", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var read = ReadLog.OfPath(file);
            Assert.True(read.Counters?.Bad == 0 && read.Failure is null, $"{file}: {read.Failure} {string.Join(' ', read.BadLines)}");
            Assert.Equal(File.ReadLines(file).Count() - 1, read.Rows.Count);
        }
    }
}
