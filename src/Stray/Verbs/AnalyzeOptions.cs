using System.CommandLine;

namespace Stray.Verbs;

/// <summary>What <c>analyze</c> can be told.</summary>
internal sealed class AnalyzeOptions
{
    public CommonOptions Common { get; } = new();

    public Argument<string[]> Files { get; } = new("FILE")
    {
        Description = "Captures and flow logs in any mix, also .gz; - is stdin.",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<string?> Baseline { get; } = new("--baseline", "-b") { Description = "Model that judges: NAME, NAME@VERSION, a model's folder or the run folder that learned it." };

    public Option<string?> Learn { get; } = new("--learn", "-l")
    {
        Description = "Fit a baseline on this input and publish it, as NAME where given.",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "NAME",
    };

    public Option<string?> Out { get; } = new("--out", "-o") { Description = "Run folder; default: ./stray-run-TIME, with --print none is kept." };

    public Option<string?> Print { get; } = new Option<string?>("--print", "-p") { Description = "Write NDJSON to stdout, and nothing else there: alerts, findings or flows." };

    public Option<string?> Filter { get; } = new("--filter", "-f") { Description = "BPF expression that frames of captures must match, e.g. \"tcp port 443\"." };

    public Option<string?> Sensor { get; } = new("--sensor", "-s") { Description = "Name of the capture point; default: each input's file name." };

    public void AddTo(Command command)
    {
        Print.AcceptOnlyFromAmong("alerts", "findings", "flows");
        command.Add(Files);
        command.Add(Baseline);
        command.Add(Learn);
        command.Add(Out);
        command.Add(Print);
        command.Add(Filter);
        command.Add(Sensor);
        Common.AddTo(command);
    }
}
