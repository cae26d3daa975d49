using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;
using Stray.Detection.Alerting;

namespace Stray.Tests.Detection.Alerting;

public sealed class AlertFoldTests
{
    private const long Minute = 60_000_000_000;
    private static readonly AlertOptions Options = new() { FlaggedPValue = 0.001, RepeatedFlows = 10 };

    [Fact]
    public void A_tier_A_finding_alerts_alone()
    {
        var alert = Assert.Single(Fold(Options, Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal)));
        Assert.Equal("10.0.0.5", alert.Entity);
        Assert.Equal(Severity.Medium, alert.Severity);
        Assert.Contains("RFC 9293", alert.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_tier_C_finding_stays_an_observation() =>
        Assert.Empty(Fold(Options, Flow("10.0.0.5", 0, FindingName.AppProtocolPortMismatch)));

    [Fact]
    public void Tier_Q_never_alerts_however_often() =>
        Assert.Empty(Fold(Options, [.. Enumerable.Range(0, 500).Select(i => Flow("10.0.0.5", i, FindingName.TcpChecksumBad))]));

    [Fact]
    public void A_tier_C_finding_repeated_over_many_flows_alerts() =>
        Assert.Single(Fold(Options, [.. Enumerable.Range(0, 10).Select(i => Flow("10.0.0.5", i, FindingName.TcpConnectionFailedOrScan))]));

    [Fact]
    public void A_flow_within_the_budget_alerts_with_its_reasons()
    {
        var fold = new AlertFold(Options, new FakeTimeProvider());
        fold.Add(Flow("10.0.0.5", 0), Stray(0.0005));
        var alert = Assert.Single(fold.Close());
        Assert.Contains("payload_out 5E+08", alert.Seen, StringComparison.Ordinal);
        Assert.Contains("between 100 and 9000", alert.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tier_C_finding_on_an_unlikely_flow_alerts()
    {
        var fold = new AlertFold(Options, new FakeTimeProvider());
        fold.Add(Flow("10.0.0.5", 0, FindingName.AppProtocolPortMismatch), Stray(0.009));
        Assert.Single(fold.Close());
    }

    [Fact]
    public void An_unlikely_flow_elsewhere_does_not_support_a_tier_C_finding()
    {
        var fold = new AlertFold(Options, new FakeTimeProvider());
        fold.Add(Flow("10.0.0.5", 0, FindingName.AppProtocolPortMismatch), Stray(0.5));
        fold.Add(Flow("10.0.0.5", 1), Stray(0.002));
        Assert.Empty(fold.Close());
    }

    [Fact]
    public void The_more_edges_are_odd_the_stranger_one_must_be()
    {
        var fold = new AlertFold(Options, new FakeTimeProvider());
        for (ushort port = 1; port <= 5; port++)
        {
            var flow = Flow("10.0.0.5", 0, FindingName.AppProtocolPortMismatch);
            flow.DestinationPort = port;
            fold.Add(flow, Stray(0.009));
        }

        Assert.Empty(fold.Close());
    }

    [Fact]
    public void A_refused_connection_does_not_support_itself_by_being_rare()
    {
        var fold = new AlertFold(Options with { IsNews = static _ => true }, new FakeTimeProvider());
        fold.Add(Flow("10.0.0.5", 0, FindingName.TcpConnectionFailedOrScan), Stray(0.0011));
        Assert.Empty(fold.Close());
    }

    [Fact]
    public void A_finding_that_is_news_here_needs_less_support()
    {
        foreach (var (isNews, alerts) in new[] { (true, 1), (false, 0) })
        {
            var fold = new AlertFold(Options with { IsNews = _ => isNews }, new FakeTimeProvider());
            fold.Add(Flow("10.0.0.5", 0, FindingName.AppProtocolPortMismatch), Stray(0.04));
            Assert.Equal(alerts, fold.Close().Count);
        }
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(4, 0)]
    public void A_habit_broken_again_and_again_alerts_alone(int flows, int alerts) =>
        Assert.Equal(alerts, Fold(Options, [.. Enumerable.Range(0, flows).Select(i => Flow("10.0.0.5", i, FindingName.HostServiceNew))]).Count);

    [Fact]
    public void A_finding_and_a_stray_flow_together_rank_above_either()
    {
        var fold = new AlertFold(Options, new FakeTimeProvider());
        fold.Add(Flow("10.0.0.5", 0, FindingName.AppProtocolPortMismatch), Stray(0.0005));
        Assert.Equal(Severity.High, Assert.Single(fold.Close()).Severity);
    }

    [Fact]
    public void Every_window_of_an_entity_is_its_own_alert_and_ids_do_not_depend_on_order()
    {
        FlowRecord[] flows = [Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal), Flow("10.0.0.5", 290, FindingName.TcpFlagsIllegal), Flow("10.0.0.6", 0, FindingName.TcpFlagsIllegal)];
        var forward = Fold(Options, flows).Select(a => a.Id).ToList();
        var backward = Fold(Options, [.. flows.Reverse()]).Select(a => a.Id).ToList();
        Assert.Equal(3, forward.Distinct().Count());
        Assert.Equal(forward, backward);
    }

    [Fact]
    public void An_inbound_flow_is_about_the_host_inside()
    {
        var flow = Flow("203.0.113.9", 0, FindingName.TcpFlagsIllegal);
        flow.Direction = FlowDirection.Inbound;
        Assert.Equal("192.0.2.1", Assert.Single(Fold(Options, flow)).Entity);
    }

    [Fact]
    public void A_full_fold_closes_its_oldest_window_and_counts_it()
    {
        var fold = new AlertFold(Options with { OpenWindows = 1 }, new FakeTimeProvider());
        fold.Add(Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal), null);
        fold.Add(Flow("10.0.0.6", 0, FindingName.TcpChecksumBad), null);
        Assert.Equal("10.0.0.5", Assert.Single(fold.TakeChanges()).Entity);
        Assert.Equal((1L, 1), (fold.ClosedEarly, fold.OpenWindows));
    }

    [Fact]
    public void An_alert_is_created_once_and_updated_when_there_is_more_to_say()
    {
        var fold = new AlertFold(Options, new FakeTimeProvider());
        fold.Add(Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal), null);
        var created = Assert.Single(fold.TakeChanges());
        fold.Add(Flow("10.0.0.5", 1, FindingName.IpVersionMismatch), null);
        var updated = Assert.Single(fold.TakeChanges());
        Assert.Equal((AlertActivity.Create, AlertActivity.Update), (created.Activity, updated.Activity));
        Assert.Equal(created.Id, updated.Id);
        Assert.Empty(fold.TakeChanges(all: true));
    }

    [Fact]
    public void A_count_that_only_grows_waits_until_it_doubled_or_until_asked_for_all()
    {
        var fold = new AlertFold(Options, new FakeTimeProvider());
        var updates = 0;
        for (var i = 0; i < 1000; i++)
        {
            fold.Add(Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal), null);
            updates += fold.TakeChanges().Count;
        }

        Assert.InRange(updates, 2, 10);
        Assert.Equal(1000, Assert.Single(fold.TakeChanges(all: true)).FlowCount);
    }

    [Fact]
    public void A_replayed_stretch_is_not_told_again_but_its_next_change_is_an_update()
    {
        var fold = new AlertFold(Options, new FakeTimeProvider());
        fold.Add(Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal), null);
        fold.Settle();
        Assert.Empty(fold.TakeChanges());
        fold.Add(Flow("10.0.0.5", 0, FindingName.IpVersionMismatch), null);
        Assert.Equal(AlertActivity.Update, Assert.Single(fold.TakeChanges()).Activity);
    }

    [Fact]
    public void A_quiet_window_is_forgotten_and_its_last_count_is_told()
    {
        var time = new FakeTimeProvider();
        var fold = new AlertFold(Options, time);
        fold.Add(Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal), null);
        fold.TakeChanges();
        fold.Add(Flow("10.0.0.5", 0, FindingName.TcpFlagsIllegal), null);
        time.Advance(Options.Quiet + TimeSpan.FromSeconds(1));
        fold.CloseQuiet();
        Assert.Equal(2, Assert.Single(fold.TakeChanges()).FlowCount);
        Assert.Equal(0, fold.OpenWindows);
    }

    [Property]
    public void Any_order_and_any_batches_end_in_the_same_alerts(byte[] choices, int seed)
    {
        FindingName[] names = [FindingName.TcpFlagsIllegal, FindingName.TcpConnectionFailedOrScan, FindingName.TcpChecksumBad];
        var flows = choices.Select((c, i) => (Flow: Flow($"10.0.0.{c % 3}", i % 7, names[c % names.Length]), Score: c % 5 == 0 ? Stray(c % 2 == 0 ? 0.0005 : 0.009) : null)).ToList();
        var shuffled = flows.ToArray();
        new Random(seed).Shuffle(shuffled);
        Assert.Equal(Last(flows, batch: int.MaxValue), Last(shuffled, batch: 1 + (seed & 7)));
    }

    private static List<string> Last(IReadOnlyList<(FlowRecord Flow, Score? Score)> flows, int batch)
    {
        var fold = new AlertFold(Options, new FakeTimeProvider());
        var last = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < flows.Count; i++)
        {
            fold.Add(flows[i].Flow, flows[i].Score);
            foreach (var alert in i % batch == batch - 1 ? fold.TakeChanges() : [])
            {
                last[alert.Id] = Text(alert);
            }
        }

        foreach (var alert in fold.Close())
        {
            last[alert.Id] = Text(alert);
        }

        return [.. last.Values];
    }

    private static string Text(Alert alert)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Ocsf.Write(json, alert with { Activity = AlertActivity.Create });
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static FlowRecord Flow(string source, int minute, params FindingName[] findings)
    {
        Assert.True(Address.TryParse(source, out var from));
        Assert.True(Address.TryParse("192.0.2.1", out var to));
        var flow = new FlowRecord
        {
            Sensor = "test.pcap",
            Start = minute * Minute,
            End = (minute * Minute) + 1,
            Source = from,
            Destination = to,
            SourcePort = 40000,
            DestinationPort = 443,
            Protocol = ProtocolNames.Tcp,
            Direction = FlowDirection.Outbound,
        };
        flow.Findings.AddRange(findings.Select(f => new FlowFinding(f, 7, 54, 2, flow.Start, 1, new("flags {0}", 3))));
        return flow;
    }

    internal static Score Stray(double p) => new(9, p, "tls/outbound", "default@1", [new("payload_out", 5e8f, 0.7f, 100, 900, 9000)]);

    private static List<Alert> Fold(AlertOptions options, params FlowRecord[] flows)
    {
        var fold = new AlertFold(options, new FakeTimeProvider());
        foreach (var flow in flows)
        {
            fold.Add(flow, null);
        }

        return [.. fold.Close()];
    }
}
