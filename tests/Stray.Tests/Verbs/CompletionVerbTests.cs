using Stray.Verbs;

namespace Stray.Tests.Verbs;

public sealed class CompletionVerbTests
{
    [Theory]
    [InlineData("stray to", "topics")]
    [InlineData("stray topics ap", "apply")]
    [InlineData("stray score --boot", "--bootstrap")]
    [InlineData("stray completion ", "zsh")]
    public async Task The_program_completes_the_line_it_is_given(string line, string expected)
    {
        var (code, printed) = await Programs.RunAsync(Programs.Start("dotnet", Binary, $"[suggest:{line.Length}]", line));
        Assert.Equal(0, code);
        Assert.Contains(expected, printed.Split('\n', StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task Bash_completes_with_the_script()
    {
        var bash = Programs.Need("bash", "bash");
        var start = Programs.Start(bash, "--noprofile", "--norc", "-c", """
            stray() { dotnet "$BINARY" "$@"; }
            source <(stray completion bash)
            COMP_LINE='stray topics ap'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(stray topics ap); COMP_CWORD=2
            _stray; echo "${COMPREPLY[@]}"
            """);
        start.Environment["BINARY"] = Binary;
        Assert.Equal((0, "apply\n"), await Programs.RunAsync(start));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _stray stray")]
    [InlineData("zsh", "compdef _stray stray")]
    [InlineData("fish", "complete -c stray")]
    public async Task Each_shell_gets_its_own_script(string shell, string holds)
    {
        var output = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(["completion", shell], output, TextWriter.Null));
        Assert.Contains(holds, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_shell_is_refused() =>
        Assert.Equal(64, await CommandLine.RunAsync(["completion", "tcsh"], TextWriter.Null, TextWriter.Null));

    private static string Binary => Path.Combine(AppContext.BaseDirectory, "stray.dll");
}
