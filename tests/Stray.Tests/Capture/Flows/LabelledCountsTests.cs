using System.Globalization;
using Stray.Capture.Flows;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Flows;

/// <summary>Packet and byte sums per 5-tuple against the rows made from the same captures with another tool.</summary>
public sealed class LabelledCountsTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, byte> Protocols = new() { ["tcp"] = 6, ["udp"] = 17, ["igmp"] = 2, ["icmp"] = 1, ["icmp6"] = 58 };

    [Fact]
    public void Sums_per_tuple_equal_the_labelled_rows()
    {
        var (files, rows, differing) = (0, 0, new List<string>());
        foreach (var labels in Directory.EnumerateFiles(SharedData.File("labelled"), "*.labels.csv", SearchOption.AllDirectories).Order())
        {
            var name = Path.GetFileName(labels)[..^".labels.csv".Length];
            var capture = Directory.EnumerateFiles(Path.GetDirectoryName(labels)!, name + ".*pcap").Single();
            var sums = Sums(RealPath.Of(capture));
            files++;
            foreach (var row in File.ReadLines(labels).Skip(1).Select(l => l.Split(',')).Where(r => r[5] is "tcp" or "udp"))
            {
                rows++;
                var expected = Row(row, out var ends);
                if (!sums.TryGetValue(ends, out var found) || found != expected)
                    differing.Add($"{name}: {string.Join(',', row[..11])} found {found}");
            }
        }

        differing.ForEach(output.WriteLine);
        output.WriteLine($"{files} captures, {rows} rows, {differing.Count} differ");
        Assert.Equal(46, files);
        Assert.Empty(differing);
    }

    private static Dictionary<Ends, Sum> Sums(RealPath seen)
    {
        var sums = new Dictionary<Ends, Sum>();
        foreach (var flow in seen.Flows.Where(f => f.Protocol is ProtocolNames.Tcp or ProtocolNames.Udp))
        {
            var key = FlowKey.OfTuple(flow.Source, flow.Destination, flow.SourcePort, flow.DestinationPort, flow.Protocol, out var sourceIsHigh);
            var ends = new Ends(key.Low, key.LowPort, key.High, key.HighPort, key.Protocol);
            var sum = sums.GetValueOrDefault(ends);
            sums[ends] = sourceIsHigh
                ? new Sum(sum.LowPackets + flow.BackwardPackets, sum.HighPackets + flow.ForwardPackets, sum.LowBytes + flow.BackwardBytes, sum.HighBytes + flow.ForwardBytes)
                : new Sum(sum.LowPackets + flow.ForwardPackets, sum.HighPackets + flow.BackwardPackets, sum.LowBytes + flow.ForwardBytes, sum.HighBytes + flow.BackwardBytes);
        }

        return sums;
    }

    private static Sum Row(string[] row, out Ends ends)
    {
        Assert.True(Address.TryParse(row[1], out var source) & Address.TryParse(row[3], out var destination));
        var (sport, dport) = (ushort.Parse(row[2], CultureInfo.InvariantCulture), ushort.Parse(row[4], CultureInfo.InvariantCulture));
        var n = row[7..11].Select(v => long.Parse(v, CultureInfo.InvariantCulture)).ToArray();
        var key = FlowKey.OfTuple(source, destination, sport, dport, Protocols[row[5]], out var high);
        ends = new Ends(key.Low, key.LowPort, key.High, key.HighPort, key.Protocol);
        return high ? new Sum(n[1], n[0], n[3], n[2]) : new Sum(n[0], n[1], n[2], n[3]);
    }

    private readonly record struct Ends(Address Low, ushort LowPort, Address High, ushort HighPort, byte Protocol);

    private readonly record struct Sum(long LowPackets, long HighPackets, long LowBytes, long HighBytes);
}
