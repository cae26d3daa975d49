using System.CommandLine;
using Stray.Contracts;
using Stray.Embedded;

namespace Stray.Verbs;

/// <summary><c>stray analyze FILE…</c>: captures and flow logs to explained alerts, in one process.</summary>
internal static class AnalyzeVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var options = new AnalyzeOptions();
        var command = new Command("analyze", "Read captures (pcap, pcapng), Zeek conn.log or Suricata EVE and say what strays.");
        options.AddTo(command);
        command.SetAction((parsed, stop) => Task.FromResult(Run(options, parsed, output, error, stop)));
        return command;
    }

    private static int Run(AnalyzeOptions options, ParseResult parsed, TextWriter output, TextWriter error, CancellationToken stop)
    {
        if (options.Common.Read(parsed, error) is not { } settings)
        {
            return (int)ExitCode.Config;
        }

        var print = parsed.GetValue(options.Print);
        using var folder = ChosenFolder.Of(parsed.GetValue(options.Out), print is not null, TimeProvider.System);
        var plan = new AnalysisPlan(
            parsed.GetRequiredValue(options.Files),
            parsed.GetValue(options.Filter),
            parsed.GetValue(options.Sensor),
            parsed.GetValue(options.Baseline),
            parsed.GetValue(options.Learn) is not null || parsed.GetResult(options.Learn) is not null,
            folder.Path,
            Named(settings, parsed.GetValue(options.Learn)));
        using var printer = Printer.To(print, output);
        var quiet = print is not null || parsed.GetValue(options.Common.Quiet);
        var (summary, failure) = RunProgress.Watch(quiet, progress =>
            new Pipeline(plan, TimeProvider.System) { Printing = printer.Printing, Progress = progress }.Run(stop));
        if (!quiet)
        {
            Summary.Write(output, summary);
        }

        return failure is null ? (int)ExitCode.Ok : CommonOptions.Refuse(error, ExitCode.BadData, failure);
    }

    private static Settings.StraySettings Named(Settings.StraySettings settings, string? name) => string.IsNullOrEmpty(name)
        ? settings
        : new() { Capture = settings.Capture, Alerts = settings.Alerts, Models = new() { Path = settings.Models.Path, Name = name } };
}
