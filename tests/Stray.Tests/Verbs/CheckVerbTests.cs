using System.Text.Json;
using Stray.Contracts;
using Stray.Verbs;

namespace Stray.Tests.Verbs;

public sealed class CheckVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stray-check").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task A_machine_without_a_baseline_is_warned_and_told_how_to_learn_one()
    {
        Assert.Equal((int)ExitCode.Ok, await RunAsync("--models", _folder));
        var model = Found("model");
        Assert.Equal("warning", model.GetProperty("outcome").GetString());
        Assert.Contains("--learn default", model.GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.Equal("ok", Found("librdkafka").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_baseline_that_cannot_be_loaded_is_wrong()
    {
        var model = Directory.CreateDirectory(Path.Combine(_folder, "default", "20261124T103000Z"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "default", "CURRENT"), "20261124T103000Z\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(model.FullName, "manifest.json"), "{}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(model.FullName, "model.bin"), "", TestContext.Current.CancellationToken);
        Assert.Equal((int)ExitCode.Config, await RunAsync("--models", _folder));
        Assert.Equal("failed", Found("model").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task An_interface_that_is_not_there_is_wrong()
    {
        Assert.Equal((int)ExitCode.Config, await RunAsync("--models", _folder, "-i", "no-such-if0"));
        Assert.Equal("failed", Found("capture").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_setting_that_is_wrong_is_named()
    {
        var file = Path.Combine(_folder, "stray.json");
        await File.WriteAllTextAsync(file, """{ "telemetry": { "listen": "9464" } }""", TestContext.Current.CancellationToken);
        Assert.Equal((int)ExitCode.Config, await RunAsync("--config", file));
        Assert.Contains("Telemetry:Listen", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_unavailable_and_named()
    {
        Assert.Equal((int)ExitCode.Unavailable, await RunAsync("--models", _folder, "--connect", "--bootstrap", "127.0.0.1:9"));
        Assert.Equal("failed", Found("brokers").GetProperty("outcome").GetString());
        Assert.Contains("Kafka:Bootstrap", Found("brokers").GetProperty("advice").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<int> RunAsync(params string[] arguments) => CommandLine.RunAsync(["check", "--json", .. arguments], _output, _error);

    private JsonElement Found(string check) => JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("checks")
        .EnumerateArray().Single(c => c.GetProperty("check").GetString() == check);
}
