using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Stray.Contracts.Telemetry;
using Stray.Hosting;
using Stray.Settings;

namespace Stray.Tests.Hosting;

[Collection(nameof(ProcessHostTests))]
public sealed class CollectorTests
{
    [Theory]
    [InlineData("grpc")]
    [InlineData("http")]
    public async Task A_metric_a_trace_and_a_log_reach_the_collector_even_from_a_process_of_a_moment(string protocol)
    {
        await using var collector = await Collector.StartAsync();
        var settings = new StraySettings
        {
            Telemetry = new() { OtlpEndpoint = $"http://127.0.0.1:{(protocol == "grpc" ? collector.GrpcPort : collector.HttpPort)}", OtlpProtocol = protocol },
        };
        var trace = "";
        var code = new ProcessHost(settings, TextWriter.Null, TimeProvider.System).Run("score", (context, _) =>
        {
            context.Meter.Counter(DetectionInstruments.Flagged).Add(1);
            context.Meter.Gauge(DetectionInstruments.ModelInfo, () => [new(1, Labels.Model.Is("default"))]);
            using var span = context.Traces.StartActivity("process stray.flows.v1", ActivityKind.Consumer);
            trace = span!.TraceId.ToHexString();
            context.Log.LogWarning("a warning of {Stage}", "score");
            return null;
        });
        Assert.Equal(0, code);
        Assert.Contains("process stray.flows.v1", await collector.ReadAsync("traces", trace), StringComparison.Ordinal);
        var metrics = await collector.ReadAsync("metrics", "stray.score.flagged");
        Assert.Contains("stray.model.info", metrics, StringComparison.Ordinal);
        Assert.Contains("dotnet.", metrics, StringComparison.Ordinal);
        Assert.Contains("\"stray-score\"", metrics, StringComparison.Ordinal);
        Assert.Contains(trace, await collector.ReadAsync("logs", "a warning of"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_collector_that_is_gone_does_not_keep_the_process()
    {
        var settings = new StraySettings { Telemetry = new() { OtlpEndpoint = "http://127.0.0.1:9", LogLevel = "critical" } };
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, new ProcessHost(settings, TextWriter.Null, TimeProvider.System).Run("score", (_, _) => null));
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60));
    }
}
