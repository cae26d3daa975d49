using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Decoding;

/// <summary>The decoder's findings against what the captures' own projects state about them.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private static readonly HashSet<FindingGroup> Groups = [FindingGroup.Link, FindingGroup.Ip, FindingGroup.Icmp, FindingGroup.TcpHeader, FindingGroup.Udp, FindingGroup.Tunnels];

    /// <summary>Left to the flow stage, which knows whether somebody asked.</summary>
    private static readonly HashSet<FindingName> OfOtherStages = [FindingName.IcmpUnsolicited];

    [Fact]
    public void Recall_of_expected_findings_is_at_least_95_percent()
    {
        var expected = Manifest().SelectMany(row => row.Expected.Select(name => (row.File, Name: name))).ToList();
        var missed = expected.Where(e => !Of(e.File).Names.Contains(e.Name)).ToList();
        foreach (var name in expected.GroupBy(e => e.Name).OrderBy(g => g.Key))
        {
            output.WriteLine($"{FindingCatalogue.Of(name.Key).Id}: {name.Count(e => !missed.Contains(e))} of {name.Count()}");
        }

        missed.ForEach(m => output.WriteLine($"missed: {m.Name} in {m.File}"));
        Assert.NotEmpty(expected);
        Assert.True(missed.Count <= expected.Count * 0.05, $"{missed.Count} of {expected.Count} missed");
    }

    [Fact]
    public void A_clean_capture_has_no_finding_that_alerts_alone()
    {
        var alarms = Manifest().Where(row => row.StrictClean)
            .SelectMany(row => Of(row.File).Findings.Where(f => FindingCatalogue.Of(f.Name).Tier == FindingTier.A).Select(f => $"{row.File}: {f}")).ToList();
        alarms.ForEach(output.WriteLine);
        Assert.Empty(alarms);
    }

    [Fact]
    public void Evidence_lies_within_its_frame()
    {
        foreach (var row in Manifest())
        {
            var lengths = CaptureReader.Read(SharedData.File("captures", row.File)).ToDictionary(f => f.Number, f => f.Bytes.Length);
            foreach (var finding in Of(row.File).Findings.Where(f => f.Offset >= 0))
            {
                Assert.True(finding.Offset + finding.Length <= lengths[finding.Frame], $"{row.File}: {finding}");
            }
        }
    }

    private static DecodedCapture Of(string file) => DecodedCapture.Of(SharedData.File("captures", file));

    private static IEnumerable<(string File, FindingName[] Expected, bool StrictClean)> Manifest()
    {
        var rows = File.ReadLines(SharedData.File("captures", "manifest.tsv")).Select(line => line.Split('\t')).ToList();
        var column = rows[0].Index().ToDictionary(c => c.Item, c => c.Index);
        return rows.Skip(1).Select(row => (row[column["file"]], Ours(row[column["expected"]]), row[column["strict_clean"]] == "yes"));
    }

    private static FindingName[] Ours(string expected) =>
        [.. expected.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(id => FindingCatalogue.Find(id)!)
            .Where(IsOurs).Select(d => d.Name)];

    internal static bool IsOurs(FindingDefinition definition) => Groups.Contains(definition.Group) && !OfOtherStages.Contains(definition.Name);
}
