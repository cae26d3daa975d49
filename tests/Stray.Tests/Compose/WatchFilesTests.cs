using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Stray.Contracts.Telemetry;

namespace Stray.Tests.Compose;

/// <summary>Rules, dashboards and configurations name what the product has, and load in the programs they are for.</summary>
public sealed partial class WatchFilesTests
{
    private static readonly string Dashboard = ComposeFiles.Path("grafana", "dashboards", "stray.json");

    [Theory]
    [InlineData("prometheus", "rules.yaml")]
    [InlineData("prometheus", "rules.test.yaml")]
    [InlineData("grafana", "dashboards", "stray.json")]
    public void Every_metric_and_label_named_is_one_of_the_catalogue(params string[] parts)
    {
        var known = InstrumentCatalogue.All.SelectMany(SeriesOf)
            .Concat(InstrumentCatalogue.All.SelectMany(i => i.Labels).Select(l => l.PrometheusName)).ToHashSet();
        var named = NamePattern().Matches(ComposeFiles.Text(parts)).Select(m => m.Value).ToHashSet();
        Assert.NotEmpty(named);
        Assert.Equal([], named.Except(known));
    }

    [Theory]
    [InlineData("prometheus", "rules.yaml")]
    [InlineData("grafana", "dashboards", "stray.json")]
    public void Every_label_value_named_is_one_the_product_gives(params string[] parts)
    {
        var labels = InstrumentCatalogue.All.SelectMany(i => i.Labels).Distinct().ToDictionary(l => l.PrometheusName);
        var selected = SelectorPattern().Matches(ComposeFiles.Text(parts).Replace("\\\"", "\"", StringComparison.Ordinal));
        Assert.NotEmpty(selected);
        foreach (var (name, value) in selected.SelectMany(m => m.Groups[2].Value.Split('|').Select(v => (m.Groups[1].Value, v))))
        {
            Assert.True(labels[name].Values?.Contains(value) ?? true, $"{name}={value}");
        }
    }

    [Fact]
    public void The_dashboard_shows_every_metric_there_is()
    {
        var text = File.ReadAllText(Dashboard);
        Assert.Equal([], InstrumentCatalogue.All.Where(i => !SeriesOf(i).Any(s => Regex.IsMatch(text, $@"\b{s}\b"))).Select(i => i.Name));
    }

    [Fact]
    public async Task The_dashboard_s_source_is_the_provisioned_one()
    {
        var provisioned = (await ComposeFiles.YamlAsync("grafana", "provisioning", "datasources", "prometheus.yaml")).GetProperty("datasources")[0];
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Dashboard));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(p => p.TryGetProperty("datasource", out _)).ToList();
        Assert.NotEmpty(panels);
        Assert.All(panels, p => Assert.Equal(provisioned.GetProperty("uid").GetString(), p.GetProperty("datasource").GetProperty("uid").GetString()));
        var provider = (await ComposeFiles.YamlAsync("grafana", "provisioning", "dashboards", "stray.yaml")).GetProperty("providers")[0];
        Assert.Contains($":{provider.GetProperty("options").GetProperty("path").GetString()}:ro", ComposeFiles.Text("compose.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_expression_of_the_dashboard_is_one_Prometheus_takes()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Dashboard));
        var expressions = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(p => p.TryGetProperty("targets", out var t) ? t.EnumerateArray().Select(e => e.GetProperty("expr").GetString()!) : []).ToList();
        var rules = string.Concat(expressions.Select((e, i) => $"  - {{ record: \"panel:{i}\", expr: {JsonSerializer.Serialize(e)} }}\n"));
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");
        await File.WriteAllTextAsync(file, "groups:\n- name: panels\n  rules:\n" + rules, TestContext.Current.CancellationToken);
        try
        {
            await PassesAsync("promtool", "check", "rules", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public Task The_rules_load() => PassesAsync("promtool", "check", "rules", ComposeFiles.Path("prometheus", "rules.yaml"));

    [Fact]
    public Task The_rules_fire_when_they_should_and_are_quiet_on_an_ordinary_day() =>
        PassesAsync("promtool", "test", "rules", ComposeFiles.Path("prometheus", "rules.test.yaml"));

    [Fact]
    public Task Prometheus_takes_its_configuration() => PassesAsync("promtool", "check", "config", ComposeFiles.Path("prometheus", "prometheus.yml"));

    [Fact]
    public async Task The_collector_takes_its_configuration()
    {
        var start = Programs.Start(SharedData.File("otel", "otelcol"), "validate", "--config", ComposeFiles.Path("otelcol", "config.yaml"));
        Assert.Equal((0, ""), await Programs.RunAsync(start));
    }

    [Fact]
    public async Task Every_alert_is_tested_and_has_its_row_in_the_operations_page()
    {
        var groups = (await ComposeFiles.YamlAsync("prometheus", "rules.yaml")).GetProperty("groups");
        var names = groups.EnumerateArray().SelectMany(g => g.GetProperty("rules").EnumerateArray()).Select(r => r.GetProperty("alert").GetString()!).ToList();
        Assert.NotEmpty(names);
        var (tests, page) = (ComposeFiles.Text("prometheus", "rules.test.yaml"), File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md")));
        Assert.All(names, n => Assert.Contains($"\n| {n}: ", page, StringComparison.Ordinal));
        Assert.All(names, n => Assert.Matches($@"- alertname: {n}\s+eval_time: \w+\s+exp_alerts:", tests));
    }

    private static IEnumerable<string> SeriesOf(InstrumentDefinition i) => i.Kind == InstrumentKind.Histogram
        ? [i.PrometheusName + "_bucket", i.PrometheusName + "_sum", i.PrometheusName + "_count"]
        : [i.PrometheusName];

    private static async Task PassesAsync(string program, params string[] arguments)
    {
        var (code, printed) = await Programs.RunAsync(Programs.Start(Programs.Need(program, "prometheus"), arguments));
        Assert.True(code == 0, printed);
    }

    [GeneratedRegex(@"\b(?:stray|messaging)_[a-z0-9_]+")]
    private static partial Regex NamePattern();

    [GeneratedRegex("""\b((?:stray|messaging)_[a-z0-9_]+)=~?"([^"]*)"(?=[,}])""")]
    private static partial Regex SelectorPattern();
}
