using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Stray.Contracts.Telemetry;
using Stray.Hosting;

namespace Stray.Tests.Hosting;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new("text." + Guid.NewGuid().ToString("N"));
    private readonly PrometheusReader _reader = new();
    private readonly MeterProvider _provider;

    public PrometheusTextTests() => _provider = Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("stray-score", "stray", "1.0", autoGenerateServiceInstanceId: false))
        .AddMeter(_meter.Name).AddReader(_reader.Reader).Build();

    [Fact]
    public void Quotes_backslashes_and_line_feeds_of_a_label_are_escaped()
    {
        _meter.CreateCounter<long>("hostile").Add(1, new KeyValuePair<string, object?>("of", "a\"} 9\nb\\c"));
        Assert.Contains("""hostile_total{of="a\"} 9\nb\\c"} 1""" + "\n", _reader.Collect(), StringComparison.Ordinal);
    }

    [Fact]
    public void Buckets_add_up_to_the_count()
    {
        var histogram = _meter.Histogram(StreamInstruments.Process);
        histogram.Record(0.003);
        histogram.Record(0.3);
        histogram.Record(99);
        var text = _reader.Collect()!;
        Assert.Contains("""messaging_process_duration_seconds_bucket{le="0.005"} 1""" + "\n", text, StringComparison.Ordinal);
        Assert.Contains("""messaging_process_duration_seconds_bucket{le="10"} 2""" + "\n", text, StringComparison.Ordinal);
        Assert.Contains("""messaging_process_duration_seconds_bucket{le="+Inf"} 3""" + "\n", text, StringComparison.Ordinal);
        Assert.Contains("messaging_process_duration_seconds_sum 99.303\nmessaging_process_duration_seconds_count 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_process_says_what_it_is() => Assert.Contains(
        """target_info{service_name="stray-score",service_namespace="stray",service_version="1.0"} 1""", _reader.Collect(), StringComparison.Ordinal);

    [Fact]
    public async Task Promtool_finds_nothing_to_say_about_the_whole_catalogue()
    {
        var promtool = Programs.Need("promtool", "prometheus");
        foreach (var definition in InstrumentCatalogue.All)
        {
            Measure(definition);
        }

        var text = _reader.Collect()!;
        Assert.All(InstrumentCatalogue.All, d => Assert.Contains($"# TYPE {d.PrometheusName} ", text, StringComparison.Ordinal));
        Assert.Equal((0, ""), await Programs.RunAsync(Programs.Start(promtool, "check", "metrics"), text));
    }

    public void Dispose()
    {
        _provider.Dispose();
        _reader.Dispose();
        _meter.Dispose();
    }

    private void Measure(InstrumentDefinition definition)
    {
        var labels = definition.Labels.Select(l => l.Is(l.Values?[^1] ?? "stray.flows.v1")).ToArray();
        switch (definition.Kind)
        {
            case InstrumentKind.Counter:
                _meter.Counter(definition).Add(3, labels);
                break;
            case InstrumentKind.Histogram:
                _meter.Histogram(definition).Record(0.5, labels);
                break;
            default:
                _meter.Gauge(definition, () => [new Measurement<double>(0.25, labels)]);
                break;
        }
    }
}
