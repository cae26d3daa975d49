using System.CommandLine;
using System.Text.Json.Nodes;
using Stray.Contracts;
using Stray.Transport.Access;
using Stray.Transport.Cluster;

namespace Stray.Verbs;

/// <summary><c>stray topics acls [VERB…]</c>: the least rights each verb's user needs, printed for Kafka's own tool or granted.</summary>
internal sealed class AclsVerb(TextWriter output, TextWriter error)
{
    private readonly CommonOptions _common = new();
    private readonly Argument<string[]> _verbs = new("VERB") { Description = "Only for these verbs; default: all.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _principal = new("--principal") { Description = "User of the one named verb, e.g. User:sensors; default: User:stray-VERB." };
    private readonly Option<bool> _apply = new("--apply") { Description = "Grant them (as a user who may alter the cluster) instead of printing." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object on standard output." };

    public static Command Create(TextWriter output, TextWriter error) => new AclsVerb(output, error).Build();

    private Command Build()
    {
        _verbs.AcceptOnlyFromAmong([.. AccessCatalogue.Verbs]);
        var command = new Command("acls", "Print or grant the least rights each verb needs.") { _verbs, _principal, _apply, _json };
        _common.AddClusterTo(command);
        command.SetAction(async (parsed, _) => await RunAsync(parsed).ConfigureAwait(false));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        if (_common.Cluster(parsed, error) is not ({ } cluster, _))
        {
            return (int)ExitCode.Config;
        }

        var (named, principal) = (parsed.GetValue(_verbs) ?? [], parsed.GetValue(_principal));
        if (principal is not null && named.Length != 1)
        {
            return CommonOptions.Refuse(error, ExitCode.Usage, "--principal goes with exactly one VERB");
        }

        var grants = (named.Length > 0 ? named : AccessCatalogue.Verbs)
            .Select(v => new Grant(v, principal ?? $"User:stray-{v}", AccessCatalogue.For(v, cluster))).ToList();
        if (parsed.GetValue(_apply) && await GrantAsync(cluster, grants).ConfigureAwait(false) is { } failure)
        {
            return CommonOptions.Refuse(error, failure.Code, failure.Reason);
        }

        Write(grants, cluster.Bootstrap, parsed.GetValue(_json));
        return (int)ExitCode.Ok;
    }

    private static async Task<ClusterFailure?> GrantAsync(ClusterOptions cluster, IEnumerable<Grant> grants)
    {
        using var admin = new AccessAdmin(cluster);
        foreach (var grant in grants)
        {
            if (await admin.GrantAsync(grant.Principal, grant.Rules).ConfigureAwait(false) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private void Write(List<Grant> grants, string bootstrap, bool json)
    {
        if (json)
        {
            output.WriteLine(new JsonObject { ["acls"] = new JsonArray([.. grants.SelectMany(Entries)]) }.ToJsonString());
            return;
        }

        foreach (var grant in grants)
        {
            output.WriteLine($"# {grant.Verb}");
            foreach (var rule in grant.Rules)
            {
                output.WriteLine(rule.ToCommand(bootstrap, grant.Principal));
            }
        }
    }

    private static IEnumerable<JsonNode> Entries(Grant grant) => grant.Rules.Select(r => new JsonObject
    {
        ["verb"] = grant.Verb,
        ["principal"] = grant.Principal,
        ["resource"] = r.Kind.ToString(),
        ["name"] = r.Name,
        ["pattern"] = r.Prefixed ? "prefixed" : "literal",
        ["operations"] = new JsonArray([.. r.Operations.Select(o => JsonValue.Create(o.ToString()))]),
    });

    private sealed record Grant(string Verb, string Principal, IReadOnlyList<AccessRule> Rules);
}
