using System.Diagnostics.Metrics;
using System.Net;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Stray.Contracts.Telemetry;
using Stray.Hosting;

namespace Stray.Tests.Hosting;

public sealed class WatchEndpointTests : IDisposable
{
    private readonly Meter _meter = new(InstrumentCatalogue.Source + "." + Guid.NewGuid().ToString("N"));
    private readonly PrometheusReader _reader = new();
    private readonly MeterProvider _provider;
    private readonly Health _health = new(TimeProvider.System);
    private readonly WatchEndpoint _endpoint;
    private readonly HttpClient _client = new();

    public WatchEndpointTests()
    {
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(_meter.Name).AddReader(_reader.Reader).Build();
        _endpoint = new(_reader, _health);
        Assert.Null(_endpoint.Start("127.0.0.1:0"));
    }

    [Fact]
    public async Task Ready_is_told_apart_from_alive()
    {
        Assert.Equal((HttpStatusCode.OK, "alive\n"), await GetAsync("/healthz"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "starting\n"), await GetAsync("/readyz"));
        _health.Ready();
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await GetAsync("/readyz"));
    }

    [Fact]
    public async Task A_scrape_gives_what_was_measured_until_then()
    {
        var flagged = _meter.Counter(DetectionInstruments.Flagged);
        flagged.Add(1);
        Assert.Contains("\nstray_score_flagged_total 1\n", (await GetAsync("/metrics")).Body, StringComparison.Ordinal);
        flagged.Add(1);
        Assert.Contains("\nstray_score_flagged_total 2\n", (await GetAsync("/metrics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_can_be_written_and_nothing_else_is_there()
    {
        using var post = await _client.PostAsync(new Uri(_endpoint.Address + "/metrics"), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/etc/passwd")).Status);
    }

    public void Dispose()
    {
        _client.Dispose();
        _endpoint.Dispose();
        _provider.Dispose();
        _reader.Dispose();
        _meter.Dispose();
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri(_endpoint.Address + path), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
