using System.Text.Json;
using System.Text.RegularExpressions;
using Stray.Settings;
using Stray.Verbs;

namespace Stray.Tests.Compose;

/// <summary>No container engine runs in CI: what the compose file names is held against the product instead.</summary>
public sealed partial class ComposeTests
{
    private static readonly string[] Verbs = ["topics", "score", "alert", "capture"];

    [Fact]
    public async Task Every_variable_of_a_verb_is_a_setting_with_a_value_it_takes()
    {
        foreach (var (_, service) in await OwnAsync())
        {
            var environment = service.GetProperty("environment").EnumerateObject()
                .Select(v => KeyValuePair.Create(v.Name, Default(v.Value.GetString()!))).ToList();
            Assert.NotEmpty(environment);
            Assert.All(environment, v => Assert.StartsWith(SettingsSource.Prefix, v.Key, StringComparison.Ordinal));
            Assert.Null(SettingsSource.Read(null, environment).Failure);
        }
    }

    [Fact]
    public async Task Every_command_is_one_the_product_has()
    {
        var own = await OwnAsync();
        Assert.Equal(Verbs.Order(), own.Select(s => s.Name).Order());
        foreach (var (_, service) in own)
        {
            var words = ComposeFiles.Strings(service.GetProperty("command")).Select(Default).ToArray();
            var (output, error) = (new StringWriter(), new StringWriter());
            Assert.True(await CommandLine.RunAsync([.. words, "--help"], output, error) == 0, error.ToString());
        }
    }

    [Fact]
    public async Task Only_the_capture_has_a_capability_and_nobody_is_root()
    {
        foreach (var (name, service) in await OwnAsync())
        {
            Assert.Equal(["ALL"], ComposeFiles.Strings(service.GetProperty("cap_drop")));
            Assert.Equal(name == "capture", service.TryGetProperty("cap_add", out var added));
            Assert.Equal(name == "capture" ? [] : ["no-new-privileges:true"], ComposeFiles.Strings(service.GetProperty("security_opt")));
            Assert.True(name != "capture" || added[0].GetString() == "NET_RAW");
            Assert.Equal(name == "capture" ? "capture" : "stray", service.GetProperty("build").GetProperty("target").GetString());
        }

        var dockerfile = ComposeFiles.Text("Dockerfile");
        var stages = dockerfile.Split("\nFROM ")[2..];
        Assert.All(stages, stage => Assert.Equal("USER $APP_UID", stage.Split('\n').Last(l => l.StartsWith("USER ", StringComparison.Ordinal))));
        Assert.Single(stages, stage => stage.Contains("setcap cap_net_raw=ep /app/stray", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_published_port_is_bound_to_this_machine_only()
    {
        var services = (await ComposeFiles.YamlAsync("compose.yaml")).GetProperty("services");
        var ports = services.EnumerateObject().SelectMany(s => s.Value.TryGetProperty("ports", out var p) ? ComposeFiles.Strings(p) : []).ToList();
        Assert.NotEmpty(ports);
        Assert.All(ports, p => Assert.StartsWith("127.0.0.1:", p, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_waits_longer_than_the_drain()
    {
        var drain = new KafkaSettings().DrainTimeoutSeconds;
        Assert.All(await OwnAsync(), s => Assert.True(int.Parse(s.Service.GetProperty("stop_grace_period").GetString()!.TrimEnd('s'), null) > drain));
        foreach (var unit in Directory.EnumerateFiles(ComposeFiles.Path("systemd"), "*.service"))
        {
            Assert.True(int.Parse(StopPattern().Match(File.ReadAllText(unit)).Groups[1].Value, null) > drain, unit);
        }
    }

    [Fact]
    public async Task Brokers_that_the_verbs_name_listen_there()
    {
        var services = (await ComposeFiles.YamlAsync("compose.yaml")).GetProperty("services");
        var advertised = services.GetProperty("kafka").GetProperty("environment").GetProperty("KAFKA_ADVERTISED_LISTENERS").GetString()!;
        Assert.All(await OwnAsync(), s => Assert.Contains(
            "://" + s.Service.GetProperty("environment").GetProperty("STRAY__KAFKA__BOOTSTRAP").GetString(), advertised, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prometheus_scrapes_the_ports_the_verbs_listen_on()
    {
        var scrape = (await ComposeFiles.YamlAsync("prometheus", "prometheus.yml")).GetProperty("scrape_configs")[0];
        var scraped = ComposeFiles.Strings(scrape.GetProperty("dns_sd_configs")[0].GetProperty("names"))
            .ToDictionary(n => n, _ => scrape.GetProperty("dns_sd_configs")[0].GetProperty("port").GetInt32().ToString(null, null));
        scraped["capture"] = scrape.GetProperty("static_configs")[0].GetProperty("targets")[0].GetString()!.Split(':')[1];
        var listening = (await OwnAsync()).Where(s => s.Name != "topics").ToDictionary(
            s => s.Name, s => Default(s.Service.GetProperty("environment").GetProperty("STRAY__TELEMETRY__LISTEN").GetString()!).Split(':')[1]);
        Assert.Equal(listening.OrderBy(l => l.Key), scraped.OrderBy(s => s.Key));
    }

    [Fact]
    public void Units_start_verbs_the_product_has_and_do_not_restart_what_cannot_heal()
    {
        foreach (var unit in Directory.EnumerateFiles(ComposeFiles.Path("systemd"), "*.service").Select(File.ReadAllText))
        {
            Assert.Contains("\nType=notify\n", unit, StringComparison.Ordinal);
            Assert.Contains("\nRestart=on-failure\n", unit, StringComparison.Ordinal);
            Assert.Contains("\nRestartPreventExitStatus=64 78\n", unit, StringComparison.Ordinal);
            Assert.Contains("\nNoNewPrivileges=yes\n", unit, StringComparison.Ordinal);
            Assert.Equal(unit.Contains(" capture -i %I", StringComparison.Ordinal), unit.Contains("AmbientCapabilities=CAP_NET_RAW", StringComparison.Ordinal));
        }
    }

    private static async Task<List<(string Name, JsonElement Service)>> OwnAsync() =>
        [.. (await ComposeFiles.YamlAsync("compose.yaml")).GetProperty("services").EnumerateObject()
            .Where(s => s.Value.TryGetProperty("build", out _)).Select(s => (s.Name, s.Value))];

    /// <summary>What a value is when the user set no variable.</summary>
    private static string Default(string value) => VariablePattern().Replace(value, "$1");

    [GeneratedRegex(@"\$\{\w+:-([^}]*)\}")]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"^TimeoutStopSec=(\d+)$", RegexOptions.Multiline)]
    private static partial Regex StopPattern();
}
