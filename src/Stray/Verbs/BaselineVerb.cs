using System.CommandLine;
using System.Text;
using Stray.Contracts;
using Stray.Training.Baselines;
using Stray.Training.Registry;

namespace Stray.Verbs;

/// <summary><c>stray baseline show|export</c>: what is expected here, per service, for an analyst to read before trusting alerts.</summary>
internal static class BaselineVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var command = new Command("baseline", "Say what a learned baseline expects.");
        command.Add(CreateShow(output, error));
        command.Add(CreateExport(output, error));
        return command;
    }

    private static Command CreateShow(TextWriter output, TextWriter error)
    {
        var (common, model) = (new CommonOptions(), ModelArgument());
        var features = new Option<string[]>("--features") { Description = "Only these features' quantiles.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("show", "Print the baseline as Markdown: services, their hosts, destinations, hours and quantiles.") { model, features };
        common.AddTo(command);
        command.SetAction(parsed => WithPage(common, model, parsed, error, page =>
        {
            var wanted = parsed.GetValue(features) is { Length: > 0 } names ? names.ToHashSet(StringComparer.Ordinal) : null;
            output.Write(BaselineMarkdown.Write(page, wanted));
        }));
        return command;
    }

    private static Command CreateExport(TextWriter output, TextWriter error)
    {
        var (common, model) = (new CommonOptions(), ModelArgument());
        var target = new Option<string?>("--out", "-o") { Description = "File to write; default: stdout." };
        var command = new Command("export", "Write the baseline as JSON.") { model, target };
        common.AddTo(command);
        command.SetAction(parsed => WithPage(common, model, parsed, error, page =>
        {
            if (parsed.GetValue(target) is { } path)
            {
                File.WriteAllBytes(path, page.ToJson());
            }
            else
            {
                output.WriteLine(Encoding.UTF8.GetString(page.ToJson()));
            }
        }));
        return command;
    }

    private static Argument<string?> ModelArgument() => new("MODEL")
    {
        Description = "NAME or NAME@VERSION; default: the settings' Models:Name.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static int WithPage(CommonOptions common, Argument<string?> model, ParseResult parsed, TextWriter error, Action<BaselinePage> use)
    {
        if (common.Read(parsed, error) is not { } settings)
        {
            return (int)ExitCode.Config;
        }

        var wanted = (parsed.GetValue(model) ?? settings.Models.Name).Split('@', 2);
        var registry = new ModelRegistry(settings.Models.Path, TimeProvider.System);
        var (_, refused) = registry.Load(wanted[0], null, wanted.Length > 1 ? wanted[1] : null);
        var page = refused is null ? registry.PageOf(wanted[0], wanted.Length > 1 ? wanted[1] : null) : null;
        if (page is null)
        {
            return CommonOptions.Refuse(error, ExitCode.BadData, refused?.ToString() ?? $"{wanted[0]}: this model was published without a page");
        }

        use(page);
        return (int)ExitCode.Ok;
    }
}
