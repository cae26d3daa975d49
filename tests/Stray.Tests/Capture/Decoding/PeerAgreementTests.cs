using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Decoding;

/// <summary>Every event that Suricata raises in the decoder's groups is a finding here, too, or the disagreement is explained.</summary>
public sealed class PeerAgreementTests(ITestOutputHelper output)
{
    [Fact]
    public void What_Suricata_finds_is_found_or_explained()
    {
        var unexplained = Events().Where(e => !DecodedCapture.Of(SharedData.File("captures", e.File)).Names.Contains(e.Name) && !PeerDisagreements.Explain(e.File, e.Name)).ToList();
        unexplained.ForEach(e => output.WriteLine($"{e.File}: {e.Name} ({e.Event})"));
        Assert.Empty(unexplained);
    }

    [Fact]
    public void Every_explained_disagreement_still_exists()
    {
        var events = Events().Select(e => (e.File, e.Name)).ToHashSet();
        Assert.All(PeerDisagreements.All, d => Assert.Contains((d.File, d.Name), events));
    }

    private static List<(string File, FindingName Name, string Event)> Events() =>
        [.. File.ReadLines(SharedData.File("captures", "suricata-8.0.6-events.tsv")).Skip(1).Select(line => line.Split('\t'))
            .Select(row => (File: row[0], Definition: FindingCatalogue.Find(row[1]), Event: row[2]))
            .Where(e => e.Definition is not null && ConformanceTests.IsOurs(e.Definition))
            .Select(e => (e.File, e.Definition!.Name, e.Event)).Distinct()];
}
