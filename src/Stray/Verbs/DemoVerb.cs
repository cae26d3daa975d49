using System.CommandLine;
using System.Text.Json;
using Stray.Contracts;
using Stray.Embedded;

namespace Stray.Verbs;

/// <summary><c>stray demo</c>: an office plays its day, strays are planted, and the product has to find them.</summary>
internal static class DemoVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var common = new CommonOptions();
        var json = new Option<bool>("--json") { Description = "End with one JSON object: planted, found, missed, false_alerts, alerts." };
        var seed = new Option<ulong>("--seed") { Description = "Another office, another day; default 1.", DefaultValueFactory = _ => 1 };
        var folder = new Option<string?>("--out", "-o") { Description = "Folder for captures, model and report; default: ./stray-run-TIME." };
        var command = new Command("demo", "Make an office's traffic, learn its baseline, plant strays in a later stretch and find them.") { json, seed, folder };
        common.AddTo(command);
        command.SetAction((parsed, stop) => Task.FromResult(common.Read(parsed, error) is { } settings
            ? Run(new Demo(parsed.GetValue(folder) ?? RunFolder.DefaultPath(TimeProvider.System), parsed.GetValue(seed), settings, TimeProvider.System), parsed.GetValue(json), parsed.GetValue(common.Quiet), output, stop)
            : (int)ExitCode.Config));
        return command;
    }

    private static int Run(Demo demo, bool json, bool quiet, TextWriter output, CancellationToken stop)
    {
        var result = RunProgress.Watch(quiet, progress => demo.Run(progress, stop));
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["planted"] = result.Verdict.Planted,
                ["found"] = result.Verdict.Found.Count,
                ["missed"] = result.Verdict.Missed,
                ["false_alerts"] = result.Verdict.FalseAlerts.Count,
                ["alerts"] = result.Run.Alerts.Count,
            }));
            return (int)ExitCode.Ok;
        }

        Summary.Write(output, result.Run);
        output.WriteLine();
        output.WriteLine($"planted {result.Verdict.Planted} strays, found {result.Verdict.Found.Count}; {result.Verdict.FalseAlerts.Count} of {result.Run.Alerts.Count} alerts were false");
        foreach (var planted in result.Key.Strays)
        {
            output.WriteLine($"  {(result.Verdict.Found.Contains(planted.Id) ? "found " : "MISSED")} {planted.Id}: {planted.What}");
        }

        foreach (var alert in result.Verdict.FalseAlerts)
        {
            output.WriteLine($"  false: {alert.Entity} {string.Join(", ", alert.Findings)} {string.Join(", ", alert.Reasons)}");
        }

        return (int)ExitCode.Ok;
    }
}
