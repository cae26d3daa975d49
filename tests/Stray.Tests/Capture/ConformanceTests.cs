using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Detection.Alerting;

namespace Stray.Tests.Capture;

/// <summary>The real path on the shared captures: what their projects expect is found, and harmless ones alert nobody.</summary>
public sealed class ConformanceTests(ConformanceTests.Captures captures, ITestOutputHelper output) : IClassFixture<ConformanceTests.Captures>
{
    /// <summary>Expected findings that are found, of all groups. A ratchet: raise it when more are, never lower it.</summary>
    private const int FoundOfAll = 109;

    /// <summary>Findings on harmless captures that were looked at and are right, though Suricata has no event for them.</summary>
    private static readonly HashSet<(string File, FindingName Name)> Reviewed =
    [
        ("ndpi__iec60780-5-104.pcap", FindingName.IcsMessageMalformed), // Wireshark, too: "APDU less than N bytes"
    ];

    [Fact]
    public void Expected_findings_are_recalled()
    {
        var expected = captures.Seen.SelectMany(c => c.Row.Expected.Select(name => new Expectation(c.Row.File, name, c.Path.Names.Contains(name.Name)))).ToList();
        Print(expected, e => e.Definition.Id);
        Print(expected, e => $"{(int)e.Definition.Group,2} {e.Definition.Group}");
        foreach (var missed in expected.Where(e => !e.Found))
        {
            output.WriteLine($"missed: {missed.Definition.Id} in {missed.File}");
        }

        var ofHeaders = expected.Where(e => e.Definition.Group <= FindingGroup.Udp).ToList();
        output.WriteLine($"groups 1 to 6: {Share(ofHeaders)}, all: {Share(expected)}");
        Assert.True(ofHeaders.Count(e => e.Found) >= 0.95 * ofHeaders.Count, $"groups 1 to 6: {Share(ofHeaders)}");
        Assert.True(expected.Count(e => e.Found) >= FoundOfAll, $"all: {Share(expected)}");
    }

    [Fact]
    public void A_clean_capture_has_no_finding_that_alerts_alone_and_no_alert()
    {
        var clean = captures.Seen.Where(c => c.Row.StrictClean).ToList();
        Assert.NotEmpty(clean);
        Assert.Empty(clean.SelectMany(c => Alarms(c.Path).Select(a => $"{c.Row.File}: {a}")));
        Assert.Empty(clean.SelectMany(c => Alerts(c.Path).Select(a => $"{c.Row.File}: {a}")));
    }

    [Fact]
    public void A_harmless_capture_alerts_only_where_a_peer_reports_the_same()
    {
        var peer = File.ReadLines(SharedData.File("captures", "suricata-8.0.6-events.tsv")).Skip(1).Select(l => l.Split('\t'))
            .Select(row => (File: row[0], Name: row[1])).ToHashSet();
        var harmless = captures.Seen.Where(c => c.Row.Kind == "benign").ToList();
        Assert.NotEmpty(harmless);
        Assert.Empty(harmless.SelectMany(c => Alarms(c.Path)
            .Where(f => !peer.Contains((c.Row.File, FindingCatalogue.Of(f.Name).Id)) && !Reviewed.Contains((c.Row.File, f.Name))).Select(f => $"{c.Row.File}: {f}")));
    }

    [Theory]
    [InlineData("blink-cam-01.pcap")]
    [InlineData("ultraloq-hub-01.pcap")]
    [InlineData("sifely-hub-01.pcap")]
    public void A_week_of_a_benign_device_has_no_finding_that_alerts_alone(string file)
    {
        var path = RealPath.Of(SharedData.File("labelled", "iot-benign-week", file));
        Assert.NotEmpty(path.Flows);
        Assert.Empty(Alarms(path));
    }

    [Fact]
    public void Evidence_lies_within_its_frame()
    {
        foreach (var (row, path) in captures.Seen)
        {
            var lengths = CaptureReader.Read(row.Path).ToDictionary(f => f.Number, f => f.Bytes.Length);
            foreach (var finding in path.Findings.Where(f => f.Offset >= 0))
            {
                Assert.True(finding.Offset + finding.Length <= lengths[finding.Frame], $"{row.File}: {finding}");
            }
        }
    }

    private static IEnumerable<FlowFinding> Alarms(RealPath path) => path.Findings.Where(f => FindingCatalogue.Of(f.Name).Tier == FindingTier.A);

    private static List<string> Alerts(RealPath path)
    {
        var fold = new AlertFold(new AlertOptions(), TimeProvider.System);
        foreach (var flow in path.Flows)
        {
            fold.Add(flow, null);
        }

        return [.. fold.Close().Select(a => a.Title)];
    }

    private static string Share(List<Expectation> expected) => $"{expected.Count(e => e.Found)} of {expected.Count}";

    private void Print(List<Expectation> expected, Func<Expectation, string> key)
    {
        foreach (var group in expected.GroupBy(key).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{group.Key}: {Share([.. group])}");
        }
    }

    private sealed record Expectation(string File, FindingDefinition Definition, bool Found);

    /// <summary>Every capture of the manifest, read once for all tests of the class.</summary>
    public sealed class Captures
    {
        private readonly Lazy<List<(ManifestRow Row, RealPath Path)>> _seen = new(() => [.. ManifestRow.All().Select(row => (row, RealPath.Of(row.Path)))]);

        internal IReadOnlyList<(ManifestRow Row, RealPath Path)> Seen => _seen.Value;
    }
}
