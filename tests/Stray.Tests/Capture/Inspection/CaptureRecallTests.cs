using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection;

/// <summary>The inspection alone on real captures: recall of its own finding names, silence on clean files, labels beside a peer's.</summary>
public sealed class CaptureRecallTests(ITestOutputHelper output)
{
    private static readonly FindingName[] Own =
    [
        FindingName.TlsRecordInvalid, FindingName.TlsHandshakeMalformed, FindingName.TlsCertificateMalformed, FindingName.TlsExtensionAnomaly,
        FindingName.TlsHeartbeatAbuse, FindingName.TlsFatalAlert, FindingName.TlsAlpnSniMismatch, FindingName.QuicPacketInvalid,
        FindingName.SshBannerInvalid, FindingName.SshPacketInvalid, FindingName.AppProtocolPortMismatch, FindingName.AppProtocolDirectionMismatch,
        FindingName.AppProtocolViolationOnPort, FindingName.FlowFullyEncryptedUnknown,
    ];

    [Fact]
    public void Expected_findings_are_found_and_clean_captures_raise_no_alert()
    {
        var rows = File.ReadLines(SharedData.File("captures", "manifest.tsv")).Skip(1).Select(l => l.Split('\t'));
        var missed = new List<string>();
        var alerts = new List<string>();
        var expected = 0;
        foreach (var row in rows)
        {
            var flows = TestStreams.Inspect(SharedData.File("captures", row[0]));
            var seen = flows.SelectMany(f => f.Findings).ToList();
            var names = seen.Select(f => FindingCatalogue.Of(f.Name).Id).Distinct().ToList();
            var own = row[7].Split(';').Where(n => Own.Any(o => FindingCatalogue.Of(o).Id == n)).ToList();
            expected += own.Count;
            missed.AddRange(own.Except(names).Select(n => $"{row[0]} {n}"));
            alerts.AddRange(seen.Where(f => FindingCatalogue.Of(f.Name).Tier == FindingTier.A && row[16] == "yes").Select(f => $"{row[0]} {f}"));

            if (seen.Count > 0)
            {
                output.WriteLine($"{row[0]} [{row[6]}{(row[16] == "yes" ? " clean" : "")}]");
                foreach (var flow in flows.Where(f => f.Findings.Count > 0).Take(8))
                {
                    output.WriteLine($"    {flow.App} :{flow.DestinationPort} {string.Join(" | ", flow.Findings.Select(f => $"{FindingCatalogue.Of(f.Name).Id}@{f.Frame}+{f.Offset} {f.Detail}"))}");
                }
            }
        }

        output.WriteLine($"recall of own names: {expected - missed.Count} of {expected}, missed: {string.Join(", ", missed)}");
        Assert.Empty(alerts);
        Assert.True(missed.Count <= 0.15 * expected, string.Join(", ", missed));
    }

    [Fact]
    public void Labels_agree_with_the_peer_on_most_captures()
    {
        var rows = File.ReadLines(SharedData.File("captures", "ndpi-4.2-reader.tsv")).Skip(1).Select(l => l.Split('\t')).Where(r => r[2].Length > 0);
        int agree = 0, total = 0;
        foreach (var row in rows)
        {
            var ours = TestStreams.Inspect(SharedData.File("captures", row[0])).GroupBy(f => f.App).ToDictionary(g => g.Key, g => g.Count());
            foreach (var theirs in row[2].Split(';').Select(p => p.Split('(')).GroupBy(p => Label(p[0])).Where(g => g.Key.Length > 0))
            {
                var count = theirs.Sum(p => int.Parse(p[1].TrimEnd(')'), System.Globalization.CultureInfo.InvariantCulture));
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
