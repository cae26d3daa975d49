using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Stray.Checks;
using Stray.Contracts;
using Stray.Settings;
using Stray.Transport.Access;

namespace Stray.Verbs;

/// <summary><c>stray check [--connect]</c>: what is wrong here, and what to do about it.</summary>
internal sealed class CheckVerb(TextWriter output, TextWriter error)
{
    private readonly CommonOptions _common = new();
    private readonly Option<bool> _connect = new("--connect") { Description = "Look at the brokers, topics, registry and collector, too. Changes nothing." };
    private readonly Option<string?> _for = new("--for") { Description = "With --connect: whether this user may do what this verb does." };
    private readonly Option<string?> _interface = new("--interface", "-i") { Description = "Open this interface for capture, too." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object on standard output." };

    public static Command Create(TextWriter output, TextWriter error) => new CheckVerb(output, error).Build();

    private Command Build()
    {
        _for.AcceptOnlyFromAmong([.. AccessCatalogue.Verbs]);
        var command = new Command("check", "Say what is wrong here and what to do about it.") { _connect, _for, _interface, _json };
        _common.AddClusterTo(command);
        command.Add(_common.Models);
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        if (_common.Read(parsed, error) is not { } settings)
        {
            return (int)ExitCode.Config;
        }

        var local = new LocalChecks(settings, parsed.GetValue(_interface), TimeProvider.System);
        var found = await RunAsync(local.All).ConfigureAwait(false);
        if (parsed.GetValue(_connect))
        {
            found.AddRange(await ConnectAsync(settings, parsed.GetValue(_for)).ConfigureAwait(false));
        }

        Write(found, parsed.GetValue(_json));
        return (int)found.Select(f => f.Result.Code).FirstOrDefault(c => c != ExitCode.Ok);
    }

    private static async Task<IEnumerable<(string Name, CheckResult Result)>> ConnectAsync(StraySettings settings, string? verb)
    {
        var (cluster, failure) = ClusterSource.Read(settings.Kafka);
        if (cluster is null)
        {
            return [("login", CheckResult.Failed(failure!.Reason, $"correct {failure.Where}"))];
        }

        using var checks = new ClusterChecks(settings, cluster, verb);
        return await RunAsync(checks.All).ConfigureAwait(false);
    }

    private static async Task<List<(string Name, CheckResult Result)>> RunAsync(IReadOnlyList<Check> checks)
    {
        var found = new List<(string, CheckResult)>();
        foreach (var check in checks)
        {
            var result = await check.RunAsync().ConfigureAwait(false);
            found.Add((check.Name, result));
            if (check.IsNeeded && result.Outcome == CheckOutcome.Failed)
            {
                break;
            }
        }

        return found;
    }

    private void Write(List<(string Name, CheckResult Result)> found, bool json)
    {
        if (json)
        {
            output.WriteLine(new JsonObject { ["checks"] = new JsonArray([.. found.Select(f => Node(f.Name, f.Result))]) }.ToJsonString());
            return;
        }

        foreach (var (name, result) in found)
        {
            output.WriteLine($"{Word(result.Outcome),-8} {name,-11} {result.Found}");
            if (result.Advice.Length > 0)
            {
                output.WriteLine($"{"",-20} → {result.Advice}");
            }
        }
    }

    private static JsonObject Node(string name, CheckResult result) => new()
    {
        ["check"] = name,
        ["outcome"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Outcome.ToString()),
        ["found"] = result.Found,
        ["advice"] = result.Advice,
    };

    private static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Ok => "ok",
        CheckOutcome.Warning => "warning",
        _ => "WRONG",
    };
}
