namespace Stray.Contracts.Telemetry;

/// <summary>
/// OpenTelemetry names as Prometheus spells them ("Prometheus and OpenMetrics Compatibility", metric metadata): the collector
/// and our own endpoint must agree, or every dashboard works with one of them only.
/// </summary>
public static class PrometheusName
{
    /// <param name="monotonic">A counter: ends in _total.</param>
    /// <param name="gauge">A state: unit 1 becomes _ratio.</param>
    public static string Of(string name, string unit, bool monotonic, bool gauge)
    {
        var text = Spell(name, colons: true);
        var suffix = Suffix(unit, gauge);
        if (suffix.Length > 0 && !text.EndsWith("_" + suffix, StringComparison.Ordinal))
        {
            text += "_" + suffix;
        }

        return monotonic && !text.EndsWith("_total", StringComparison.Ordinal) ? text + "_total" : text;
    }

    public static string OfLabel(string key) => Spell(key, colons: false);

    private static string Suffix(string unit, bool gauge) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "1" => gauge ? "ratio" : "",
        ['{', ..] or "" => "",
        _ => Spell(unit, colons: false),
    };

    private static string Spell(string name, bool colons)
    {
        var spelt = string.Create(name.Length, (name, colons), static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                var c = from.name[i];
                to[i] = char.IsAsciiLetterOrDigit(c) || c == '_' || (from.colons && c == ':') ? c : '_';
            }
        });
        return spelt.Length > 0 && char.IsAsciiDigit(spelt[0]) ? "_" + spelt : spelt;
    }
}
