using Stray.Contracts.Findings;
using Stray.Exercises.Answers;

namespace Stray.Tests.Exercises;

public sealed class AnswerKeyTests
{
    private const long Minute = 60_000_000_000;

    private static readonly AnswerKey Key = new(
    [
        new Planted("beacon", PlantedKind.Stray, "")
        {
            Entities = ["10.0.0.1"],
            Peers = ["203.0.113.1"],
            Start = 100 * Minute,
            End = 160 * Minute,
            Findings = [FindingName.FlowPeriodicBeacon],
            ScoreProves = true,
        },
        new Planted("resets", PlantedKind.Stray, "")
        {
            Entities = ["10.0.0.2"],
            Start = 110 * Minute,
            End = 120 * Minute,
            Findings = [FindingName.TcpRstInjectionSuspected],
        },
        new Planted("quiet", PlantedKind.NearMiss, "") { Entities = ["10.0.0.3"], Start = 100 * Minute, End = 160 * Minute },
    ]);

    [Fact]
    public void Without_alerts_everything_is_missed_and_nothing_is_false()
    {
        var verdict = Key.Judge([]);
        Assert.Equal((2, 0, 0), (verdict.Planted, verdict.Found.Count, verdict.FalseAlerts.Count));
        Assert.Equal(["beacon", "resets"], verdict.Missed);
    }

    [Fact]
    public void The_named_finding_on_the_right_host_in_time_is_found()
    {
        var verdict = Key.Judge([Alert("10.0.0.2", 112) with { Findings = ["tcp_rst_injection_suspected"] }]);
        Assert.Equal(["resets"], verdict.Found);
        Assert.Empty(verdict.FalseAlerts);
    }

    [Fact]
    public void A_score_proves_only_what_it_may_and_only_with_the_peer_named()
    {
        Assert.Equal(["beacon"], Key.Judge([Scored("10.0.0.1", 120, "203.0.113.1")]).Found);
        Assert.Empty(Key.Judge([Scored("10.0.0.1", 120, "198.51.100.9")]).Found);
        Assert.Empty(Key.Judge([Scored("10.0.0.2", 112, "198.51.100.9")]).Found);
    }

    [Fact]
    public void An_alert_about_the_right_host_for_another_reason_is_neither_found_nor_false()
    {
        var verdict = Key.Judge([Alert("10.0.0.2", 112) with { Findings = ["dns_tunnel_suspected"] }]);
        Assert.Equal(["beacon", "resets"], verdict.Missed);
        Assert.Empty(verdict.FalseAlerts);
    }

    [Fact]
    public void The_right_finding_at_another_time_is_a_false_alert()
    {
        var verdict = Key.Judge([Alert("10.0.0.2", 300) with { Findings = ["tcp_rst_injection_suspected"] }]);
        Assert.Contains("resets", verdict.Missed);
        Assert.Single(verdict.FalseAlerts);
    }

    [Fact]
    public void An_alert_about_the_peer_counts_when_it_names_the_host()
    {
        Assert.Equal(["beacon"], Key.Judge([Scored("203.0.113.1", 120, "10.0.0.1")]).Found);
        Assert.Single(Key.Judge([Scored("203.0.113.1", 120, "10.0.0.9")]).FalseAlerts);
    }

    [Fact]
    public void An_alert_about_a_near_miss_is_false_and_names_whom_it_disturbed()
    {
        var verdict = Key.Judge([Alert("10.0.0.3", 130), Alert("10.0.0.77", 130)]);
        Assert.Equal(2, verdict.FalseAlerts.Count);
        Assert.Equal(["quiet"], verdict.Disturbed);
    }

    [Fact]
    public void Many_alerts_about_one_stray_find_it_once()
    {
        var alert = Scored("10.0.0.1", 120, "203.0.113.1");
        Assert.Equal(["beacon"], Key.Judge([alert, alert, alert with { Start = 130 * Minute }]).Found);
    }

    private static ObservedAlert Alert(string entity, long minute, params string[] peers) =>
        new(entity, peers, minute * Minute, (minute + 1) * Minute, []);

    private static ObservedAlert Scored(string entity, long minute, params string[] peers) =>
        Alert(entity, minute, peers) with { Reasons = ["bytes_out"] };
}
