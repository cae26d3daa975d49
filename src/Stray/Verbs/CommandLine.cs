using System.CommandLine;
using Stray.Contracts;

namespace Stray.Verbs;

/// <summary>The root command: one line per verb, exit codes after sysexits.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Create(output, error).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                await error.WriteLineAsync($"stray: {problem.Message}").ConfigureAwait(false);
            }

            await error.WriteLineAsync("Try 'stray --help' or 'stray VERB --help'.").ConfigureAwait(false);
            return (int)ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, Output = output, Error = error }).ConfigureAwait(false);
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

    private static RootCommand Create(TextWriter output, TextWriter error) => new("Notices when network traffic strays from what is normal here.")
    {
        AnalyzeVerb.Create(output, error),
        DemoVerb.Create(output, error),
        BaselineVerb.Create(output, error),
        EvaluateVerb.Create(),
    };
}
