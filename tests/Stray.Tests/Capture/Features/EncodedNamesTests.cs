using Stray.Capture.Features;
using Stray.Capture.Features.Windows;
using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Features;

public sealed class EncodedNamesTests
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private readonly TrafficWindows _windows = new(new WindowOptions(), LocalNetworks.Default);
    private readonly Random _random = new(5);

    [Fact]
    public void A_tunnel_that_asks_from_a_new_port_each_time_is_reported()
    {
        for (var i = 0; i < 15; i++)
        {
            Assert.Empty(Ask($"{Label(50)}.t.tunnel.example", i).Findings);
        }

        Assert.Equal(FindingName.DnsTunnelSuspected, Assert.Single(Ask($"{Label(50)}.t.tunnel.example", 16).Findings).Name);
    }

    [Fact]
    public void One_long_name_asked_for_again_and_again_is_no_tunnel()
    {
        var name = $"{Label(50)}.cdn.example";
        Assert.All(Enumerable.Range(0, 100), i => Assert.Empty(Ask(name, i).Findings));
    }

    [Fact]
    public void Long_names_below_many_domains_are_no_tunnel() =>
        Assert.All(Enumerable.Range(0, 100), i => Assert.Empty(Ask($"{Label(50)}.site{i}.example", i).Findings));

    [Fact]
    public void Ordinary_names_and_service_names_are_no_tunnel() => Assert.All(Enumerable.Range(0, 100), i =>
    {
        Assert.Empty(Ask($"host{i}.department-of-something.company.example", i).Findings);
        Assert.Empty(Ask($"_{Label(50)}._domainkey.company.example", i).Findings);
    });

    [Fact]
    public void Names_spread_over_hours_are_no_tunnel() =>
        Assert.All(Enumerable.Range(0, 60), i => Assert.Empty(Ask($"{Label(50)}.scanner.example", i * 60).Findings));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("...")]
    [InlineData("com")]
    [InlineData(".co.uk")]
    public void Names_without_a_domain_are_read_without_a_fault(string name) => Assert.Empty(Ask(name, 0).Findings);

    private FlowRecord Ask(string name, int second)
    {
        Assert.True(Address.TryParse("10.0.0.5", out var from));
        var flow = new FlowRecord
        {
            Source = from,
            Start = (FlowRows.Epoch + second) * 1_000_000_000,
            App = "dns",
            ServerName = name,
            Features = new float[FeatureCatalogue.Count],
        };
        flow.Features[(int)Feature.ServerNameEntropy] = 4;
        TunnelFinding.Report(flow, _windows.CountEncodedNames(flow));
        return flow;
    }

    private string Label(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => Alphabet[_random.Next(32)]));
}
