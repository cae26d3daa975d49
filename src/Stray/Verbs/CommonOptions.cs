using System.Collections;
using System.CommandLine;
using Stray.Contracts;
using Stray.Settings;
using Stray.Transport.Cluster;

namespace Stray.Verbs;

/// <summary>Options several verbs share, and how they and the settings become one.</summary>
internal sealed class CommonOptions
{
    public Option<string?> Config { get; } = new("--config", "-c") { Description = "Settings file (JSON); default: stray.json here, where there is one." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress and no summary." };

    public Option<string?> Models { get; } = new("--models") { Description = "Folder of the model registry; default: models." };

    public Option<string?> Budget { get; } = new("--budget") { Description = "Accepted false alarms of the scores: \"5/day\" or a rate such as \"0.1%\"; default: 1/day." };

    public Option<string?> Bootstrap { get; } = new("--bootstrap") { Description = "Kafka brokers, host:port, comma-separated; default: the settings' Kafka:Bootstrap." };

    /// <summary>What a verb that works over Kafka and judges nothing needs.</summary>
    public void AddClusterTo(Command command)
    {
        command.Add(Config);
        command.Add(Bootstrap);
    }

    public void AddTo(Command command)
    {
        command.Add(Config);
        command.Add(Quiet);
        command.Add(Models);
        command.Add(Budget);
    }

    /// <summary>Settings with the command line's on top; null when they were refused, which is then told.</summary>
    public StraySettings? Read(ParseResult parsed, TextWriter error)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? ""))
            .Concat(FromOptions(parsed));
        var (settings, failure) = SettingsSource.Read(parsed.GetValue(Config), environment);
        if (failure is not null)
        {
            error.WriteLine($"stray: {failure}");
        }

        return settings;
    }

    /// <summary>Settings and the cluster they name; nulls when they were refused, which is then told.</summary>
    public (ClusterOptions? Cluster, StraySettings? Settings) Cluster(ParseResult parsed, TextWriter error)
    {
        if (Read(parsed, error) is not { } settings)
        {
            return (null, null);
        }

        var (cluster, failure) = ClusterSource.Read(settings.Kafka);
        if (failure is not null)
        {
            error.WriteLine($"stray: {failure}");
        }

        return (cluster, settings);
    }

    public static int Refuse(TextWriter error, ExitCode code, string reason)
    {
        error.WriteLine($"stray: {reason}");
        return (int)code;
    }

    // Options travel as if they were environment variables: one set of names, one set of limits.
    private IEnumerable<KeyValuePair<string, string>> FromOptions(ParseResult parsed)
    {
        if (parsed.GetValue(Models) is { } models)
        {
            yield return new("STRAY__MODELS__PATH", models);
        }

        if (parsed.GetValue(Budget) is { } budget)
        {
            yield return new("STRAY__ALERTS__BUDGET", budget);
        }

        if (parsed.GetValue(Bootstrap) is { } bootstrap)
        {
            yield return new("STRAY__KAFKA__BOOTSTRAP", bootstrap);
        }
    }
}
