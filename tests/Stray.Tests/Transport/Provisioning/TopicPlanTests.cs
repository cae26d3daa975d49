using Stray.Contracts;
using Stray.Transport.Cluster;
using Stray.Transport.Provisioning;

namespace Stray.Tests.Transport.Provisioning;

public sealed class TopicPlanTests
{
    [Fact]
    public void A_missing_topic_is_created_as_wanted()
    {
        var change = Assert.Single(Plan(Spec("a", 4), []).Changes);
        Assert.Equal((TopicChangeKind.Create, 4), (change.Kind, change.Wanted.Partitions));
    }

    [Fact]
    public void What_is_as_wanted_is_left_alone() => Assert.Empty(Plan(Spec("a", 4), [State("a", 4)]).Changes);

    [Fact]
    public void Partitions_are_added() =>
        Assert.Equal(TopicChangeKind.AddPartitions, Assert.Single(Plan(Spec("a", 6), [State("a", 4)]).Changes).Kind);

    [Fact]
    public void Fewer_partitions_are_refused()
    {
        var plan = Plan(Spec("a", 2), [State("a", 4)]);
        Assert.Contains("cannot take partitions away", Assert.Single(plan.Refusals), StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Changes, c => c.Kind == TopicChangeKind.AddPartitions);
    }

    [Fact]
    public void A_compacted_topic_is_not_grown_since_its_keys_would_move() =>
        Assert.Contains("is compacted", Assert.Single(Plan(Spec("a", 6, "compact"), [State("a", 4, "compact")]).Refusals), StringComparison.Ordinal);

    [Fact]
    public void Only_settings_that_differ_are_changed()
    {
        var change = Assert.Single(Plan(Spec("a", 4, "compact"), [State("a", 4)]).Changes);
        Assert.Equal(("cleanup.policy", "compact"), (Assert.Single(change.Settings).Key, change.Settings["cleanup.policy"]));
        Assert.Equal("cleanup.policy delete to compact", change.Detail);
    }

    [Fact]
    public void Joined_topics_must_have_equally_many_partitions()
    {
        var plan = TopicPlan.Make([Spec("a", 4) with { JoinedBy = "id" }, Spec("b", 5) with { JoinedBy = "id" }, Spec("c", 6)], new Dictionary<string, TopicState>());
        Assert.Contains("a (4), b (5): topics joined by id", Assert.Single(plan.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public void Joined_topics_that_differ_on_the_cluster_are_made_equal_by_growing()
    {
        TopicSpec[] wanted = [Spec("a", 6) with { JoinedBy = "id" }, Spec("b", 6) with { JoinedBy = "id" }];
        var plan = TopicPlan.Make(wanted, new Dictionary<string, TopicState> { ["a"] = State("a", 4), ["b"] = State("b", 6) });
        Assert.Equal(("a", 0), (Assert.Single(plan.Changes).Wanted.Name, plan.Refusals.Count));
    }

    [Fact]
    public void Other_replicas_are_told_and_not_changed()
    {
        var plan = Plan(Spec("a", 4) with { Replicas = 3 }, [State("a", 4)]);
        Assert.Empty(plan.Changes);
        Assert.Contains("kafka-reassign-partitions", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(3, "2")]
    public void The_catalogue_has_every_topic_of_the_contracts_and_joins_that_match(int replicas, string inSync)
    {
        var names = typeof(Topics).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToList();
        var specs = TopicCatalogue.For(new ClusterOptions { Prefix = "acme." }, 5, replicas);
        Assert.Empty(names.Select(n => "acme." + n).Except(specs.Select(s => s.Name)));
        Assert.Empty(TopicPlan.UnequalJoins(specs.Select(s => (s.JoinedBy, s.Name, s.Partitions))));
        Assert.All(specs, s => Assert.Equal(inSync, s.Configuration["min.insync.replicas"]));
        Assert.Contains(specs, s => s.Name == $"acme.{Topics.Flows}.dlq");
    }

    private static TopicPlan Plan(TopicSpec wanted, TopicState[] existing) => TopicPlan.Make([wanted], existing.ToDictionary(s => s.Name));

    private static TopicSpec Spec(string name, int partitions, string policy = "delete") =>
        new(name, "key", partitions, 1, new Dictionary<string, string> { ["cleanup.policy"] = policy, ["min.insync.replicas"] = "1" }, null);

    private static TopicState State(string name, int partitions, string policy = "delete") =>
        new(name, partitions, 1, new Dictionary<string, string> { ["cleanup.policy"] = policy, ["min.insync.replicas"] = "1", ["retention.ms"] = "5" });
}
