using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Stray.Contracts.Telemetry;
using Stray.Settings;

namespace Stray.Hosting;

/// <summary>Where metrics, traces and logs of the process go: stderr, a collector when one is set, a scrape when one listens.</summary>
internal sealed class TelemetryPipelines : IDisposable
{
    private const int FlushMilliseconds = 5000; // a collector that is gone must not keep the process

    private readonly TelemetrySettings _settings;
    private readonly ResourceBuilder _resource;
    private readonly MeterProvider? _meters;
    private readonly TracerProvider? _traces;

    public TelemetryPipelines(string verb, TelemetrySettings settings)
    {
        _settings = settings;
        _resource = ResourceBuilder.CreateEmpty()
            .AddService($"stray-{verb}", "stray", ProductVersion.Text)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector(); // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win
        Metrics = settings.Listen.Length > 0 ? new PrometheusReader() : null;
        Logs = LoggerFactory.Create(BuildLogs);
        _meters = settings.IsExported || Metrics is not null ? BuildMeters() : null;
        _traces = settings.IsExported ? BuildTraces() : null;
    }

    public ILoggerFactory Logs { get; }

    /// <summary>What a scrape reads; null when nothing listens.</summary>
    public PrometheusReader? Metrics { get; }

    public void Dispose()
    {
        _traces?.Shutdown(FlushMilliseconds);
        _meters?.Shutdown(FlushMilliseconds);
        _traces?.Dispose();
        _meters?.Dispose();
        Metrics?.Dispose();
        Logs.Dispose();
    }

    private void BuildLogs(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(Enum.Parse<LogLevel>(_settings.LogLevel, ignoreCase: true));
        ConsoleLogs.AddTo(logging);
        if (_settings.IsExported)
        {
            logging.AddOpenTelemetry(logs => logs.SetResourceBuilder(_resource)
                .AddOtlpExporter(exporter => Aim(exporter, "v1/logs")));
        }
    }

    private MeterProvider BuildMeters()
    {
        var meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(_resource).AddMeter(InstrumentCatalogue.Source).AddRuntimeInstrumentation();
        if (Metrics is not null)
        {
            meters.AddReader(Metrics.Reader);
        }

        if (_settings.IsExported)
        {
            meters.AddOtlpExporter((exporter, reader) =>
            {
                Aim(exporter, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = _settings.IntervalSeconds * 1000;
            });
        }

        return meters.Build();
    }

    private TracerProvider BuildTraces() => Sdk.CreateTracerProviderBuilder().SetResourceBuilder(_resource)
        .AddSource(InstrumentCatalogue.Source)
        .AddOtlpExporter(exporter => Aim(exporter, "v1/traces"))
        .Build();

    // The standard variables are read by the exporter itself; a setting of ours wins over them.
    private void Aim(OtlpExporterOptions exporter, string path)
    {
        if (_settings.OtlpEndpoint.Length == 0)
        {
            return;
        }

        var http = string.Equals(_settings.OtlpProtocol, "http", StringComparison.OrdinalIgnoreCase);
        exporter.Protocol = http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        // An address given in code is taken as it is: over HTTP each signal has its own.
        exporter.Endpoint = http ? new Uri($"{_settings.OtlpEndpoint.TrimEnd('/')}/{path}") : new Uri(_settings.OtlpEndpoint);
    }
}
