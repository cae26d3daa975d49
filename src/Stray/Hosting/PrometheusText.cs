using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;
using Stray.Contracts.Telemetry;

namespace Stray.Hosting;

/// <summary>
/// Writes metrics in Prometheus' text format 0.0.4 ("Exposition formats"). The released exporters of the SDK push; the one for
/// scrapes is a beta.
/// </summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _written = [];

    /// <param name="resource">What the process is: written once, as target_info.</param>
    public PrometheusText(IEnumerable<KeyValuePair<string, object>> resource)
    {
        var labels = string.Join(',', resource.Select(a => Label(PrometheusName.OfLabel(a.Key), a.Value)).Order(StringComparer.Ordinal));
        Head("target_info", "What this process is.", "gauge");
        Sample("target_info", labels, 1);
    }

    public void Append(Metric metric)
    {
        var name = PrometheusName.Of(metric.Name, metric.Unit, IsCounter(metric.MetricType), IsGauge(metric.MetricType));
        if (!_written.Add(name))
        {
            return; // two instruments of one name would make the whole scrape unreadable
        }

        Head(name, metric.Description.Length > 0 ? metric.Description : metric.Name, Kind(metric.MetricType));
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            Append(name, metric.MetricType, point);
        }
    }

    public override string ToString() => _text.ToString();

    private void Append(string name, MetricType type, in MetricPoint point)
    {
        var labels = LabelsOf(point);
        switch (type)
        {
            case MetricType.Histogram:
                Histogram(name, labels, point);
                break;
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                Sample(name, labels, point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                Sample(name, labels, point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                Sample(name, labels, point.GetGaugeLastValueLong());
                break;
            case MetricType.DoubleGauge:
                Sample(name, labels, point.GetGaugeLastValueDouble());
                break;
        }
    }

    private void Histogram(string name, string labels, in MetricPoint point)
    {
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            Sample(name + "_bucket", Join(labels, Label("le", Number(bucket.ExplicitBound))), below);
        }

        Sample(name + "_sum", labels, point.GetHistogramSum());
        Sample(name + "_count", labels, point.GetHistogramCount());
    }

    private void Head(string name, string help, string kind) => _text
        .Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", @"\\", StringComparison.Ordinal).ReplaceLineEndings(@"\n")).Append('\n')
        .Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');

    private void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string LabelsOf(in MetricPoint point)
    {
        var labels = new List<string>();
        foreach (var (key, value) in point.Tags)
        {
            labels.Add(Label(PrometheusName.OfLabel(key), value));
        }

        return string.Join(',', labels);
    }

    private static string Label(string name, object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        var escaped = text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return $"{name}=\"{escaped}\"";
    }

    private static string Join(string labels, string more) => labels.Length == 0 ? more : $"{labels},{more}";

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static bool IsCounter(MetricType type) => type is MetricType.LongSum or MetricType.DoubleSum;

    private static bool IsGauge(MetricType type) => type is MetricType.LongGauge or MetricType.DoubleGauge;

    private static string Kind(MetricType type) => type == MetricType.Histogram ? "histogram" : IsCounter(type) ? "counter" : "gauge";
}
