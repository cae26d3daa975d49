using System.CommandLine;
using System.CommandLine.Parsing;
using Stray.Contracts;

namespace Stray.Verbs;

/// <summary>The root command: one line per verb, exit codes after sysexits.</summary>
public static class CommandLine
{
    // The default of 2 s would cut a worker off in the middle of its last transaction. The verb's own drain timeout is shorter.
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(310);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Create(output, error).Parse(args);
        var problems = IsCompletion(parsed) ? [] : parsed.Errors.Select(e => e.Message).Concat(MistakenOptions(parsed)).ToList();
        if (problems.Count > 0)
        {
            foreach (var problem in problems)
            {
                await error.WriteLineAsync($"stray: {problem}").ConfigureAwait(false);
            }

            await error.WriteLineAsync("Try 'stray --help' or 'stray VERB --help'.").ConfigureAwait(false);
            return (int)ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = LongestDrain, Output = output, Error = error }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return 130; // as a shell reports a process that ended by SIGINT
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            await error.WriteLineAsync($"stray: a bug, please report it with what you ran:\n{bug}").ConfigureAwait(false);
            return (int)ExitCode.Bug;
        }
    }

    // A line that is still being typed may well be wrong.
    private static bool IsCompletion(ParseResult parsed) =>
        parsed.Tokens is [{ Type: TokenType.Directive, Value: var directive }, ..] && directive.StartsWith("[suggest", StringComparison.Ordinal);

    // A verb that takes files would take a mistyped option for one more of them.
    private static IEnumerable<string> MistakenOptions(ParseResult parsed) => parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash)
        ? []
        : parsed.CommandResult.Command.Arguments.SelectMany(a => parsed.GetResult(a)?.Tokens ?? [])
            .Where(t => t.Value is ['-', _, ..]).Select(t => $"unknown option '{t.Value}' (a file of that name: put -- before it)");

    private static RootCommand Create(TextWriter output, TextWriter error) => new("Notices when network traffic strays from what is normal here.")
    {
        AnalyzeVerb.Create(output, error),
        WatchVerb.Create(output, error),
        DemoVerb.Create(output, error),
        BaselineVerb.Create(output, error),
        EvaluateVerb.Create(),
        TopicsVerb.Create(output, error),
        CaptureVerb.Create(output, error),
        ScoreVerb.Create(error),
        AlertVerb.Create(error),
        CheckVerb.Create(output, error),
        CompletionVerb.Create(output),
    };
}
