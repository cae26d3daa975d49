using Stray.Transport.Cluster;
using Stray.Verbs;

namespace Stray.KafkaTests.Capturing;

/// <summary>Runs verbs in this process, with a settings file for a cluster.</summary>
internal sealed class CaptureCall : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stray-capture-").FullName;

    public CaptureCall(ClusterOptions options, string more = "")
    {
        Settings = Path.Combine(_folder, "stray.json");
        File.WriteAllText(Settings, $$"""{ "kafka": { "bootstrap": "{{options.Bootstrap}}", "prefix": "{{options.Prefix}}", "instanceId": "test" }{{more}} }""");
    }

    public string Settings { get; }

    public string Run => Path.Combine(_folder, "run");

    public async Task<(int Code, string Output, string Error)> CaptureAsync(params string[] arguments) =>
        await RunAsync(["capture", .. arguments, "--config", Settings]);

    /// <summary>The embedded run of the same input, into <see cref="Run"/>.</summary>
    public async Task AnalyzeAsync(params string[] files) =>
        Assert.Equal(0, (await RunAsync(["analyze", .. files, "--out", Run, "--config", Settings])).Code);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
