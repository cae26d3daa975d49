using System.CommandLine;
using System.Text.Json;
using Stray.Contracts;
using Stray.Training;
using Stray.Training.Evaluation;

namespace Stray.Verbs;

/// <summary><c>stray evaluate TABLE.csv[.gz]…</c>: how well this product's baseline would have done on labelled data.</summary>
public sealed class EvaluateVerb
{
    private static readonly JsonSerializerOptions OneLine = new() { WriteIndented = false };

    private readonly Argument<string[]> _tables = new("TABLE") { Description = "feature tables, .csv or .csv.gz", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _label = Text("--label", "column of the label: 0 benign, 1 attack, empty unknown", "label");
    private readonly Option<string> _split = Text("--split", "column that says train or test", "split");
    private readonly Option<string?> _entity = new("--entity") { Description = "column of the entity: one baseline each, with fallback" };
    private readonly Option<string> _group = Text("--group", "column of the attack family", "group");
    private readonly Option<string?> _time = new("--time") { Description = "column of the time; default: rows are in its order" };
    private readonly Option<string?> _features = new("--features")
    {
        Description = "columns to use, comma-separated; text columns named here are categories (default: every other numeric column)",
    };

    private readonly Option<bool> _flows = new("--flows") { Description = "tables of the common flow schema: the product's own features" };
    private readonly Option<double> _target = Number("--target", "promised false-alarm rate", 0.01);
    private readonly Option<double> _poison = Number("--poison", "share of the test attacks hidden in the baseline", 0);
    private readonly Option<int> _seed = new("--seed") { Description = "seed of everything random", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _candidates = new("--candidates") { Description = "train every detector and show each alone" };
    private readonly Option<bool> _json = new("--json") { Description = "one JSON object on standard output" };

    public static Command Create() => new EvaluateVerb().Build();

    private Command Build()
    {
        var command = new Command("evaluate", "Train on the benign baseline rows of labelled tables and measure detection on the rest")
        {
            _tables, _label, _split, _entity, _group, _time, _features, _flows, _target, _poison, _seed, _candidates, _json,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private ExitCode Run(ParseResult parsed)
    {
        var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var options = Options(parsed);
        if (!(options.Target is > 0 and < 1) || !(options.Poison is >= 0 and < 1))
        {
            errors.WriteLine("stray evaluate: --target lies in (0, 1), --poison in [0, 1)");
            return ExitCode.Usage;
        }

        var (table, unreadable) = Read(parsed);
        if (table is null) return Fail(errors, unreadable);
        var (result, failure) = new Evaluator(options).Run(table);
        if (result is null) return Fail(errors, failure);
        if (result.Unscorable > 0) errors.WriteLine($"stray evaluate: {result.Unscorable} test rows could not be scored; they count as alerts");
        if (parsed.GetValue(_json)) output.WriteLine(JsonSerializer.Serialize(result, OneLine));
        else EvaluationText.Write(result, output);
        return ExitCode.Ok;
    }

    private (EvaluationTable? Table, string? Failure) Read(ParseResult parsed)
    {
        var paths = parsed.GetValue(_tables) ?? [];
        var columns = new TableColumns(
            parsed.GetValue(_label)!, parsed.GetValue(_split)!, parsed.GetValue(_entity), parsed.GetValue(_group)!, parsed.GetValue(_time))
        {
            Features = parsed.GetValue(_features)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
        return parsed.GetValue(_flows) ? LabelledFlows.Read(paths, columns) : new TableReader(columns).Read(paths);
    }

    private EvaluationOptions Options(ParseResult parsed) =>
        new(parsed.GetValue(_target), parsed.GetValue(_poison), parsed.GetValue(_entity) is not null)
        {
            Training = new()
            {
                Seed = parsed.GetValue(_seed),
                Weights = parsed.GetValue(_candidates) ? DetectorSet.Candidates : DetectorSet.Chosen,
            },
        };

    private static ExitCode Fail(TextWriter errors, string? reason)
    {
        errors.WriteLine($"stray evaluate: {reason}");
        return ExitCode.BadData;
    }

    private static Option<string> Text(string name, string what, string fallback) =>
        new(name) { Description = what, DefaultValueFactory = _ => fallback };

    private static Option<double> Number(string name, string what, double fallback) =>
        new(name) { Description = what, DefaultValueFactory = _ => fallback };
}
