using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Flows;

/// <summary>The flow stage's findings on real captures: what their source projects expect, and silence where nothing is wrong.</summary>
public sealed class ManifestTests(ITestOutputHelper output)
{
    private static readonly HashSet<FindingName> Ours =
    [
        .. FindingCatalogue.All.Where(d => d.Group == FindingGroup.TcpState).Select(d => d.Name),
        FindingName.IcmpTunnelSuspected, FindingName.IcmpUnsolicited, FindingName.FlowUnidirectional,
    ];

    [Fact]
    public void Expected_findings_are_recalled()
    {
        var (found, expected) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        foreach (var row in Rows())
        {
            var wanted = row["expected"].Split(' ', ';', ',').Where(e => FindingCatalogue.Find(e) is { } d && Ours.Contains(d.Name)).ToArray();
            if (wanted.Length == 0)
                continue;
            var names = Names(row["file"]);
            foreach (var name in wanted)
            {
                expected[name] = expected.GetValueOrDefault(name) + 1;
                if (names.Contains(name))
                    found[name] = found.GetValueOrDefault(name) + 1;
                else
                    output.WriteLine($"missed {name} in {row["file"]}");
            }
        }

        foreach (var (name, count) in expected)
            output.WriteLine($"{name} {found.GetValueOrDefault(name)}/{count}");
        output.WriteLine($"recall {found.Values.Sum()}/{expected.Values.Sum()}");
        Assert.True(found.Values.Sum() >= 0.85 * expected.Values.Sum());
    }

    [Fact]
    public void No_benign_capture_raises_a_finding_that_alerts_alone()
    {
        var alarms = new List<string>();
        foreach (var row in Rows().Where(r => r["kind"] == "benign" || r["strict_clean"] == "yes"))
        {
            foreach (var finding in Captures.Replay(SharedData.File("captures", row["file"])).Findings)
            {
                var definition = FindingCatalogue.Of(finding.Name);
                output.WriteLine($"{row["file"]} strict {row["strict_clean"]}: {definition.Tier} {definition.Id} x{finding.Count} frame {finding.Frame}: {finding.Detail}");
                if (definition.Tier == FindingTier.A)
                    alarms.Add($"{row["file"]} {definition.Id}");
            }
        }

        Assert.Empty(alarms);
    }

    [Theory]
    [InlineData("blink-cam-01.pcap")]
    [InlineData("ultraloq-hub-01.pcap")]
    [InlineData("sifely-hub-01.pcap")]
    public void A_week_of_a_benign_device_raises_none_either(string file)
    {
        var replayed = Captures.Replay(SharedData.File("labelled", "iot-benign-week", file));
        Assert.NotEmpty(replayed.Flows);
        Assert.DoesNotContain(replayed.Findings, f => FindingCatalogue.Of(f.Name).Tier == FindingTier.A);
    }

    private static HashSet<string> Names(string file) =>
        [.. Captures.Replay(SharedData.File("captures", file)).Findings.Select(f => FindingCatalogue.Of(f.Name).Id)];

    private static IEnumerable<Dictionary<string, string>> Rows()
    {
        var lines = File.ReadAllLines(SharedData.File("captures", "manifest.tsv"));
        var header = lines[0].Split('\t');
        return lines.Skip(1).Select(l => l.Split('\t').Zip(header).ToDictionary(p => p.Second, p => p.First));
    }
}
