using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Stray.Hosting;

/// <summary>Collects on demand and keeps the text of the last collection. One scrape at a time: the SDK collects under one lock.</summary>
internal sealed class PrometheusReader : IDisposable
{
    private const int CollectMilliseconds = 5000;

    private readonly Lock _lock = new();
    private readonly TextExporter _exporter = new();

    public PrometheusReader() => Reader = new BaseExportingMetricReader(_exporter);

    /// <summary>Give it to the meter provider.</summary>
    public MetricReader Reader { get; }

    /// <summary>The metrics now, as Prometheus text; null when they could not be collected in time.</summary>
    public string? Collect()
    {
        lock (_lock)
        {
            return Reader.Collect(CollectMilliseconds) ? _exporter.Text : null;
        }
    }

    public void Dispose()
    {
        Reader.Dispose();
        _exporter.Dispose();
    }

    private sealed class TextExporter : BaseExporter<Metric>
    {
        public string Text { get; private set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var text = new PrometheusText(ParentProvider?.GetResource().Attributes ?? []);
            foreach (var metric in batch)
            {
                text.Append(metric);
            }

            Text = text.ToString();
            return ExportResult.Success;
        }
    }
}
