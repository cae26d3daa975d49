using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Detection.Habits;

namespace Stray.Tests.Detection.Habits;

public sealed class KnownHabitsTests
{
    private const ushort Smb = 445;

    [Fact]
    public void A_host_that_begins_to_serve_is_news_and_the_usual_server_is_not()
    {
        var habits = Learned();
        Assert.Contains(FindingName.HostServiceNew, Broken(habits, Flow("10.0.0.7", Smb, "smb2")));
        Assert.Empty(Broken(habits, Flow("10.0.0.2", Smb, "smb2")));
    }

    [Fact]
    public void A_service_that_did_not_answer_is_not_served()
    {
        var refused = Flow("10.0.0.7", Smb, "");
        refused.Features[(int)Feature.Answered] = 0;
        Assert.Empty(Broken(Learned(), refused));
    }

    [Fact]
    public void A_protocol_on_another_port_is_news()
    {
        var outside = Flow("203.0.113.5", 53, "http", FlowDirection.Outbound);
        Assert.Equal([FindingName.AppProtocolPortNew], Broken(Learned(), outside));
    }

    [Fact]
    public void Four_times_the_most_an_edge_ever_reached_is_a_spike_and_less_is_not()
    {
        var habits = Learned(f => f.Features[(int)Feature.EdgeFlows600s] = 20);
        Assert.Equal([FindingName.FlowRateSpike], Broken(habits, Paced(80)));
        Assert.Empty(Broken(habits, Paced(79)));
    }

    [Fact]
    public void A_beacon_is_news_only_where_nobody_went_before()
    {
        var habits = Learned();
        Assert.Contains(FindingName.FlowBeaconNewDestination, Broken(habits, Beacon("10.0.0.9")));
        Assert.DoesNotContain(FindingName.FlowBeaconNewDestination, Broken(habits, Beacon("10.0.0.2")));
    }

    [Fact]
    public void A_short_baseline_knows_no_habit_and_reports_none()
    {
        var learner = new HabitLearner();
        learner.Add(Flow("10.0.0.2", Smb, "smb2"));
        var habits = learner.Learn();
        Assert.Equal(SettledHabits.None, habits.Settled);
        Assert.Empty(Broken(habits, Flow("10.0.0.7", Smb, "smb2")));
        Assert.False(habits.IsNews(FindingName.AppProtocolPortMismatch));
    }

    [Fact]
    public void Where_new_services_come_every_day_one_more_is_no_news()
    {
        var learner = new HabitLearner();
        for (var i = 0; i < 1000; i++)
        {
            learner.Add(Flow($"10.0.{i / 200}.{(i % 200) + 1}", Smb, "smb2"));
        }

        var habits = learner.Learn();
        Assert.False(habits.Settled.HasFlag(SettledHabits.Services));
        Assert.DoesNotContain(FindingName.HostServiceNew, Broken(habits, Flow("10.9.9.9", Smb, "smb2")));
    }

    [Fact]
    public void A_finding_the_baseline_shows_is_no_news()
    {
        var habits = Learned(f => f.Findings.Add(new FlowFinding(FindingName.TcpStorm, 1, -1, 0, 0, 1, "")));
        Assert.False(habits.IsNews(FindingName.TcpStorm));
        Assert.True(habits.IsNews(FindingName.AppProtocolPortMismatch));
    }

    private static KnownHabits Learned(Action<FlowRecord>? change = null)
    {
        var learner = new HabitLearner();
        for (var i = 0; i < 1000; i++)
        {
            var flow = Flow("10.0.0.2", Smb, "smb2");
            change?.Invoke(flow);
            learner.Add(flow);
        }

        return learner.Learn();
    }

    private static List<FindingName> Broken(KnownHabits habits, FlowRecord flow)
    {
        habits.Report(flow);
        return [.. flow.Findings.Select(f => f.Name).Where(n => n != FindingName.FlowPeriodicBeacon)];
    }

    private static FlowRecord Paced(float flows)
    {
        var flow = Flow("10.0.0.2", Smb, "smb2");
        flow.Features[(int)Feature.EdgeFlows600s] = flows;
        return flow;
    }

    private static FlowRecord Beacon(string destination)
    {
        var flow = Flow(destination, Smb, "smb2");
        flow.Findings.Add(new FlowFinding(FindingName.FlowPeriodicBeacon, 0, -1, 0, 0, 1, ""));
        return flow;
    }

    private static FlowRecord Flow(string destination, ushort port, string app, FlowDirection direction = FlowDirection.Internal)
    {
        Assert.True(Address.TryParse("10.0.0.5", out var from));
        Assert.True(Address.TryParse(destination, out var to));
        var flow = new FlowRecord
        {
            Source = from,
            Destination = to,
            SourcePort = 40000,
            DestinationPort = port,
            Protocol = 6,
            App = app,
            Direction = direction,
            Features = new float[FeatureCatalogue.Count],
        };
        flow.Features[(int)Feature.Answered] = 1;
        flow.Features[(int)Feature.BwdPayload] = 500;
        flow.Features[(int)Feature.EdgeFlows600s] = 1;
        return flow;
    }
}
