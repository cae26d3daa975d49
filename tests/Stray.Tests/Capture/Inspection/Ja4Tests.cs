using System.Globalization;
using System.Net;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection;

public sealed class Ja4Tests(ITestOutputHelper output)
{
    [Fact]
    public void Fingerprints_of_all_published_connections_are_equal()
    {
        var rows = File.ReadLines(SharedData.File("formats", "ja4", "ja4.tsv")).Skip(1).Select(l => l.Split('\t')).ToList();
        var wrong = new List<string>();
        foreach (var file in rows.GroupBy(r => r[0]))
        {
            var flows = RealPath.Of(SharedData.File("formats", "ja4", file.Key)).Flows;
            foreach (var row in file)
            {
                var seen = flows.Where(f => IsConnection(f, row)).Select(f => (f.Fingerprint, f.ServerName)).ToList();
                if (!seen.Contains((row[7], row[6])))
                {
                    wrong.Add($"{string.Join(' ', row)} <> {string.Join(' ', seen)}");
                }
            }
        }

        output.WriteLine($"{rows.Count - wrong.Count} of {rows.Count} connections");
        Assert.Empty(wrong);
        Assert.Equal(92, rows.Count);
    }

    private static bool IsConnection(FlowRecord flow, string[] row) =>
        flow.Source.ToString() == IPAddress.Parse(row[1]).ToString() && flow.SourcePort == ushort.Parse(row[2], CultureInfo.InvariantCulture)
        && flow.Destination.ToString() == IPAddress.Parse(row[3]).ToString() && flow.DestinationPort == ushort.Parse(row[4], CultureInfo.InvariantCulture)
        && flow.Protocol == (row[5] == "udp" ? ProtocolNames.Udp : ProtocolNames.Tcp);
}
