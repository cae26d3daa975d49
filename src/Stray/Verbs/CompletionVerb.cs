using System.CommandLine;
using Stray.Contracts;

namespace Stray.Verbs;

/// <summary>
/// <c>stray completion bash|zsh|fish</c>: a script that asks the program itself (<c>[suggest]</c>), so that completion knows the
/// verbs and options of the version that is installed. No other tool is needed.
/// </summary>
internal static class CompletionVerb
{
    // The position counts characters of the line given, the program's name included.
    private const string Bash = """
        # source <(stray completion bash), or put it into /etc/bash_completion.d
        _stray() {
          local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}"
          mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word")
        }
        complete -o default -F _stray stray
        """;

    private const string Zsh = """
        #compdef stray
        # source <(stray completion zsh), or put it into a folder of $fpath as _stray
        _stray() {
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:${#LBUFFER}]" "$LBUFFER" 2>/dev/null)}")
          compadd -a found || _files
        }
        compdef _stray stray
        """;

    private const string Fish = """
        # stray completion fish > ~/.config/fish/completions/stray.fish
        function __stray
          set -l line (commandline -cp)
          stray "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c stray -a '(__stray)'
        """;

    public static Command Create(TextWriter output)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a completion script for a shell.") { shell };
        command.SetAction(parsed =>
        {
            output.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
