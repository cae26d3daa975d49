using Stray.Contracts.Flows;
using Stray.Detection.Habits;
using Stray.Detection.Scoring;
using Stray.Training;
using Stray.Training.Baselines;

namespace Stray.Tests.Training;

public sealed class BaselineTests
{
    [Fact]
    public void A_reservoir_keeps_a_bounded_fair_sample_in_order_of_arrival()
    {
        var reservoir = new Reservoir(500, 1, 1);
        for (var i = 0; i < 200_000; i++) reservoir.Offer([i]);
        var matrix = reservoir.ToMatrix();
        var kept = Enumerable.Range(0, matrix.Rows).Select(i => matrix.Row(i)[0]).ToArray();
        Assert.Equal(500, kept.Length);
        Assert.Equal(kept.Order(), kept);
        Assert.InRange(kept.Average(), 80_000, 120_000);
    }

    [Fact]
    public void Services_with_rows_enough_get_their_own_model_and_others_their_transports()
    {
        var baseline = new Baseline(Rows.Names, new());
        Offer(baseline, "tls", 6, 400);
        Offer(baseline, "ssh", 6, 40);
        Offer(baseline, "dns", 17, 30);
        var model = new Trainer(new()).Train("m@1", baseline).Model!;
        Assert.Equal(["all", "tcp/outbound", "tls/outbound"], model.Segments.Select(s => s.Name));
        Assert.Equal([-1, 0, 1], model.Segments.Select(s => s.Parent));
        Assert.Equal(2, model.SegmentOf(Flow("tls", 6)));
        Assert.Equal(1, model.SegmentOf(Flow("ssh", 6)));
        Assert.Equal(0, model.SegmentOf(Flow("dns", 17)));
    }

    [Fact]
    public void What_few_hosts_taught_does_not_judge_a_host_it_never_saw()
    {
        var baseline = new Baseline(Rows.Names, new());
        Offer(baseline, "tls", 6, 400);
        var habits = new HabitLearner();
        habits.AddNarrow("tls/outbound", [Flow("tls", 6).Source]);
        var trained = new Trainer(new()).Train("m@1", baseline).Model!;
        var model = new ScoringModel("m@1", [.. trained.Features], [.. trained.Segments]) { Habits = habits.Learn() };
        var stranger = Flow("tls", 6);
        stranger.Source = Address.FromV4(0x0A000002);
        Assert.Equal("tls/outbound", model.Segments[model.SegmentOf(Flow("tls", 6))].Name);
        Assert.Equal("tcp/outbound", model.Segments[model.SegmentOf(stranger)].Name);
    }

    [Fact]
    public void Too_few_rows_are_refused_with_the_reason()
    {
        var baseline = new Baseline(Rows.Names, new());
        Offer(baseline, "tls", 6, 9);
        Assert.Contains("9 rows", new Trainer(new()).Train("m@1", baseline).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_names_what_is_expected_and_neutralises_hostile_names()
    {
        var baseline = new Baseline(Rows.Names, new());
        Offer(baseline, "tls", 6, 60);
        var hostile = Flow("tls", 6);
        hostile.ServerName = "`<script>\u001b[2J|x";
        for (var i = 0; i < 5; i++) baseline.Add(hostile);
        var model = new Trainer(new()).Train("m@1", baseline).Model!;
        var page = BaselinePage.Of(model, baseline);
        var text = BaselineMarkdown.Write(page);
        Assert.Contains("## tls/outbound", text, StringComparison.Ordinal);
        Assert.Contains("judged as all", text, StringComparison.Ordinal);
        Assert.Contains("192.0.2.1:443", text, StringComparison.Ordinal);
        Assert.Contains("| bytes |", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.Equal(65, BaselinePage.Parse(page.ToJson())!.Services[0].Flows);
    }

    [Fact]
    public void The_top_counter_keeps_the_frequent_among_very_many()
    {
        var counter = new TopCounter(16);
        for (var i = 0; i < 5000; i++)
        {
            counter.Add($"rare{i}");
            counter.Add(i % 3 == 0 ? "second" : "first");
        }

        Assert.Equal(["first", "second"], counter.Top(2).Select(t => t.Text));
    }

    private static void Offer(Baseline baseline, string app, byte protocol, int count)
    {
        var random = new Random(count);
        for (var i = 0; i < count; i++)
        {
            var flow = Flow(app, protocol);
            flow.Features = Rows.Ordinary(random);
            baseline.Add(flow);
        }
    }

    private static FlowRecord Flow(string app, byte protocol) => new()
    {
        App = app,
        Protocol = protocol,
        Direction = FlowDirection.Outbound,
        Source = Address.FromV4(0x0A000001),
        Destination = Address.FromV4(0xC0000201),
        DestinationPort = 443,
        Start = 1_700_000_000_000_000_000,
        Features = Rows.Ordinary(new Random(1)),
    };
}
