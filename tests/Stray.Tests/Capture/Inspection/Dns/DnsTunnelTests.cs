using Stray.Capture.Flows;
using Stray.Capture.Inspection.Dns;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection.Dns;

public sealed class DnsTunnelTests
{
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    [Fact]
    public void Data_in_many_long_names_of_one_domain_is_a_tunnel() =>
        Assert.Contains(Ask(40, random => Encode(random, 50) + ".t.example.com"), f => f.Name == FindingName.DnsTunnelSuspected);

    [Fact]
    public void Free_form_types_with_ever_new_names_are_a_tunnel() =>
        Assert.Contains(Ask(10, random => Encode(random, 12) + ".example.com", type: 10), f => f.Name == FindingName.DnsTunnelSuspected);

    [Fact]
    public void Short_polls_of_an_idle_tunnel_are_a_tunnel() =>
        Assert.Contains(Ask(60, random => Encode(random, 18) + ".example.com", type: 16), f => f.Name == FindingName.DnsTunnelSuspected);

    [Fact]
    public void Reverse_lookups_are_no_tunnel() =>
        Assert.Empty(Ask(200, random => string.Join('.', Enumerable.Range(0, 32).Select(_ => "0123456789abcdef"[random.Next(16)])) + ".ip6.arpa", type: 12));

    [Fact]
    public void Blocklist_lookups_are_no_tunnel() =>
        Assert.Empty(Ask(200, random => $"{random.Next(256)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}.zen.spamhaus.org"));

    [Fact]
    public void Content_delivery_names_are_no_tunnel() =>
        Assert.Empty(Ask(200, random => "d" + Encode(random, 13) + ".cloudfront.net"));

    [Fact]
    public void Mail_keys_and_challenges_are_no_tunnel() =>
        Assert.Empty(Ask(200, random => Encode(random, 32) + "._domainkey.example" + random.Next(1000) + ".com", type: 16));

    [Fact]
    public void Few_hash_lookups_are_no_tunnel() =>
        Assert.Empty(Ask(5, random => Encode(random, 63) + ".hash.example.com", type: 16));

    [Fact]
    public void The_labelled_tunnel_is_found() =>
        Assert.Contains(RealPath.Of(SharedData.File("labelled", "dns-tunnel", "iodine.pcap")).Findings, f => f.Name == FindingName.DnsTunnelSuspected);

    private static List<FlowFinding> Ask(int queries, Func<Random, string> name, int type = 1)
    {
        var random = new Random(7);
        var run = new InspectorRun(new DnsInspector(), 53, ProtocolNames.Udp);
        for (var i = 0; i < queries; i++)
        {
            run.Datagram(Side.Forward, DnsBytes.Query(name(random), type).Bytes());
        }

        return run.End();
    }

    private static string Encode(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => Base32[random.Next(32)]));
}
