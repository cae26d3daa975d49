using System.Globalization;

namespace Stray.Tests.Capture.Inspection;

/// <summary>The application protocols of the real path beside a peer's.</summary>
public sealed class PeerLabelTests(ITestOutputHelper output)
{
    [Fact]
    public void Labels_agree_with_the_peer_on_most_captures()
    {
        var rows = File.ReadLines(SharedData.File("captures", "ndpi-4.2-reader.tsv")).Skip(1).Select(l => l.Split('\t')).Where(r => r[2].Length > 0);
        int agree = 0, total = 0;
        foreach (var row in rows)
        {
            var ours = RealPath.Of(SharedData.File("captures", row[0])).Flows.GroupBy(f => f.App).ToDictionary(g => g.Key, g => g.Count());
            foreach (var theirs in row[2].Split(';').Select(p => p.Split('(')).GroupBy(p => Label(p[0])).Where(g => g.Key.Length > 0))
            {
                var count = theirs.Sum(p => int.Parse(p[1].TrimEnd(')'), CultureInfo.InvariantCulture));
                var same = ours.Where(o => Label(o.Key) == theirs.Key).Sum(o => o.Value);
                total += count;
                agree += Math.Min(count, same);
                if (same < count)
                {
                    output.WriteLine($"{row[0]}: {theirs.Key} {count}, ours {string.Join(' ', ours.Select(o => $"{o.Key}:{o.Value}"))}");
                }
            }
        }

        output.WriteLine($"labels: {agree} of {total} flows agree");
        Assert.True(agree >= total * 0.9, $"{agree} of {total}");
    }

    /// <summary>A common vocabulary: the peer adds the service ("TLS.Google") and names some protocols otherwise.</summary>
    private static string Label(string name) => name.ToLowerInvariant().Split('.')[0] switch
    {
        "unknown" or "icmp" or "icmpv6" or "igmp" or "sctp" or "gre" or "gtp" or "teredo" or "" => "",
        "ftp_control" => "ftp",
        "usenet" => "nntp",
        "iec60870" => "iec104",
        "netbios" when name.Contains("SMBv1", StringComparison.Ordinal) => "smb1",
        "netbios" when name.Contains("SMB", StringComparison.Ordinal) => "smb2",
        "netbios" => "nbns",
        "smbv23" => "smb2",
        "dce_rpc" => "dcerpc",
        "sip" when name.Contains("HTTP", StringComparison.Ordinal) => "http",
        "http_proxy" or "http2" or "websocket" => "http",
        "nbdgm" => "nbns",
        "smtps" or "imaps" => "tls",
        "vnc" or "whois-das" or "bgp" or "mssql-tds" or "h323" or "rdp" => "",
        var other => other,
    };
}
