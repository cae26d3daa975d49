using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Detection.Alerting;
using Stray.Report;
using Stray.Runs;
using Stray.Tests.Detection.Alerting;

namespace Stray.Tests.Report;

public sealed class ReportPageTests
{
    private const string Hostile = "</style><script>alert(1)</script>";

    [Fact]
    public void Hostile_names_are_escaped_wherever_they_are_shown()
    {
        var flow = AlertFoldTests.Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal);
        flow.Sensor = Hostile;
        flow.ServerName = Hostile;
        var page = Render(flow, Hostile);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alert_shows_expected_against_seen_with_its_evidence()
    {
        var page = Render(AlertFoldTests.Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal), "office.pcap");
        Assert.Contains("<svg class=\"plot\"", page, StringComparison.Ordinal);
        Assert.Contains("test.pcap frame 7, bytes 54 to 55", page, StringComparison.Ordinal);
        Assert.Contains("tcp_flags_illegal", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_loads_nothing_from_anywhere()
    {
        var page = Render(AlertFoldTests.Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal), "office.pcap");
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http://", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", page, StringComparison.OrdinalIgnoreCase);
    }

    private static string Render(FlowRecord flow, string input)
    {
        var fold = new AlertFold(new AlertOptions(), TimeProvider.System);
        fold.Add(flow, AlertFoldTests.Stray(0.0001));
        List<Alert> alerts = [.. fold.Close()];
        var inputs = new[] { new InputSummary(input, "frames", 10, 1, 0, 1, "cut at offset 3", [new("loss", "2 %", true, "bytes missing")]) };
        var total = new FindingTotal(FindingCatalogue.Of(FindingName.TcpFlagsIllegal), 1, 1);
        var writer = new StringWriter();
        ReportPage.Write(writer, new("run", DateTimeOffset.UnixEpoch, inputs, alerts, [total], 1, "default@1", "1 a day", 0.001, 0.001, [input]));
        return writer.ToString();
    }
}
