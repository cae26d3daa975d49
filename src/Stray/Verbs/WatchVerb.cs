using System.CommandLine;
using Stray.Contracts;
using Stray.Embedded;
using Stray.Runs;
using Stray.Settings;

namespace Stray.Verbs;

/// <summary><c>stray watch -i IFACE</c>: the whole path on live traffic in one process; alerts as they come, a run folder at the end.</summary>
internal sealed class WatchVerb(TextWriter output, TextWriter error)
{
    private readonly CommonOptions _common = new();
    private readonly LiveChoice _live = new();
    private readonly Option<string?> _baseline = new("--baseline", "-b") { Description = "Model that judges: NAME, NAME@VERSION, a model's folder or the run folder that learned it." };
    private readonly Option<string?> _out = new("--out", "-o") { Description = "Run folder; default: ./stray-run-TIME, with --print none is kept." };
    private readonly Option<string?> _print = new("--print", "-p") { Description = "Write NDJSON to stdout, and nothing else there: alerts, findings or flows." };

    public static Command Create(TextWriter output, TextWriter error) => new WatchVerb(output, error).Create();

    private Command Create()
    {
        var command = new Command("watch", "Watch an interface and say what strays, until stopped (Ctrl+C).");
        _live.Interface.Required = true;
        _live.AddTo(command);
        _print.AcceptOnlyFromAmong("alerts", "findings", "flows");
        command.Add(_baseline);
        command.Add(_out);
        command.Add(_print);
        _common.AddTo(command);
        command.SetAction((parsed, stop) => Task.Factory.StartNew(() => Run(parsed, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken stop)
    {
        if (_common.Read(parsed, error) is not { } settings)
        {
            return (int)ExitCode.Config;
        }

        var print = parsed.GetValue(_print);
        var quiet = print is not null || parsed.GetValue(_common.Quiet);
        using var folder = ChosenFolder.Of(parsed.GetValue(_out), print is not null, TimeProvider.System);
        using var printer = Printer.To(print, output);
        var printing = quiet ? printer.Printing : new Printing(null, null, alert => Summary.WriteAlert(output, alert));
        var progress = new StageLines(parsed.GetValue(_common.Quiet) ? TextWriter.Null : error);
        var (summary, failure) = new Pipeline(Plan(parsed, settings, folder.Path), TimeProvider.System) { Printing = printing, Progress = progress }.Run(stop);
        if (!quiet)
        {
            Summary.WriteTotals(output, summary);
        }

        return failure is null ? (int)ExitCode.Ok : CommonOptions.Refuse(error, CodeOf(summary), failure);
    }

    private AnalysisPlan Plan(ParseResult parsed, StraySettings settings, string folder) =>
        new([], parsed.GetValue(_live.Filter), parsed.GetValue(_live.Sensor), parsed.GetValue(_baseline), false, folder, settings)
        {
            Live = _live.Of(parsed, settings.Capture),
        };

    // Without an input it was the baseline that was refused; an interface may come back.
    private static ExitCode CodeOf(RunSummary summary) => summary.Inputs.Count == 0 ? ExitCode.BadData : ExitCode.Unavailable;
}
