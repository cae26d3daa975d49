using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection;

/// <summary>DNS and HTTP findings on real captures: what their manifest expects, and what harmless ones must not show.</summary>
public sealed class WebCaptureTests(ITestOutputHelper output)
{
    /// <summary>Expected by peers for reasons these inspectors do not share.</summary>
    private static readonly HashSet<(string File, string Name)> Waived =
    [
        // An SMTP flow, in which the peer's detection was led to HTTP in mid-stream.
        ("sv__protocol-change-failed-event__input.pcap", "http_upgrade_violation"),
        // "User-Agent missing", said of a flow that holds responses only.
        ("ndpi__http_asymmetric.pcapng", "http_header_suspicious"),
    ];

    [Fact]
    public void Expected_findings_of_dns_and_http_are_found()
    {
        var missed = new List<string>();
        var tally = new SortedDictionary<string, (int Found, int All)>(StringComparer.Ordinal);
        foreach (var (file, _, _, expected) in Manifest().Where(m => m.Expected.Length > 0))
        {
            var found = TestStreams2.FindingsOf(SharedData.File("captures", file)).Select(f => FindingCatalogue.Of(f.Name).Id).ToHashSet();
            foreach (var name in expected)
            {
                var hit = found.Contains(name);
                var (count, all) = tally.GetValueOrDefault(name);
                tally[name] = (count + (hit ? 1 : 0), all + 1);
                if (!hit && !Waived.Contains((file, name)))
                {
                    missed.Add($"{file}: {name}, but {string.Join(' ', found)}");
                }
            }
        }

        foreach (var (name, (found, all)) in tally)
        {
            output.WriteLine($"{name} {found}/{all}");
        }

        Assert.NotEmpty(tally);
        Assert.Empty(missed);
    }

    [Fact]
    public void Harmless_captures_show_nothing_that_alerts_alone()
    {
        var alarms = new List<string>();
        var read = 0;
        foreach (var (file, kind, _, _) in Manifest().Where(m => m.Kind == "benign"))
        {
            read++;
            foreach (var finding in TestStreams2.FindingsOf(SharedData.File("captures", file)))
            {
                var text = $"{file}: {finding.Name} frame {finding.Frame} offset {finding.Offset} x{finding.Count}: {finding.Detail}";
                output.WriteLine(text);
                if (FindingCatalogue.Of(finding.Name).Tier == FindingTier.A)
                {
                    alarms.Add(text);
                }
            }
        }

        Assert.True(read > 20);
        Assert.Empty(alarms);
    }

    [Fact]
    public void Every_finding_of_any_capture_has_a_place_within_its_frame()
    {
        foreach (var (file, kind, _, _) in Manifest())
        {
            foreach (var finding in TestStreams2.FindingsOf(SharedData.File("captures", file)))
            {
                Assert.True(finding.Frame > 0 && finding.Offset >= 0 && finding.Length > 0, $"{file}: {finding}");
                if (kind != "benign")
                {
                    output.WriteLine($"{file}: {FindingCatalogue.Of(finding.Name).Id} frame {finding.Frame} @{finding.Offset}+{finding.Length} x{finding.Count}: {finding.Detail}");
                }
            }
        }
    }

    private static IEnumerable<(string File, string Kind, bool StrictClean, string[] Expected)> Manifest() =>
        File.ReadLines(SharedData.File("captures", "manifest.tsv")).Skip(1).Select(line => line.Split('\t')).Select(c => (
            c[0], c[6], c.Length > 16 && c[16] == "yes",
            c[7].Split(';').Where(n => n.StartsWith("dns_", StringComparison.Ordinal) || n.StartsWith("http", StringComparison.Ordinal)
                || n.StartsWith("websocket", StringComparison.Ordinal)).ToArray()));
}
