using Confluent.Kafka.Admin;
using Stray.Contracts;
using Stray.Transport.Access;
using Stray.Transport.Cluster;

namespace Stray.Tests.Transport.Access;

public sealed class AccessCatalogueTests
{
    private static readonly ClusterOptions Options = new() { Prefix = "acme." };

    public static TheoryData<string> Verbs => [.. AccessCatalogue.Verbs];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void No_verb_may_delete_or_do_all_or_leave_its_prefix(string verb) => Assert.All(AccessCatalogue.For(verb, Options), rule =>
    {
        Assert.DoesNotContain(AclOperation.All, rule.Operations);
        Assert.DoesNotContain(AclOperation.Delete, rule.Operations);
        Assert.True(rule.Kind == AccessKind.Cluster || rule.Name.StartsWith("acme.stray.", StringComparison.Ordinal), rule.Name);
    });

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Only_the_topics_verb_sees_the_cluster(string verb) =>
        Assert.Equal(verb == "topics", AccessCatalogue.For(verb, Options).Any(r => r.Kind == AccessKind.Cluster));

    [Fact]
    public void Capture_writes_flows_and_reads_nothing()
    {
        var rules = AccessCatalogue.For("capture", Options);
        Assert.DoesNotContain(rules, r => r.Operations.Contains(AclOperation.Read));
        Assert.Equal([AclOperation.Write, AclOperation.Describe], rules.Single(r => r.Name == "acme." + Topics.Flows).Operations);
    }

    [Fact]
    public void A_rule_is_a_line_for_Kafkas_own_tool() => Assert.Equal(
        "kafka-acls.sh --bootstrap-server b:1 --add --allow-principal User:x --operation Write --operation Describe "
            + "--resource-pattern-type prefixed --transactional-id acme.stray.score.",
        AccessCatalogue.For("score", Options).Single(r => r.Kind == AccessKind.TransactionalId).ToCommand("b:1", "User:x"));
}
