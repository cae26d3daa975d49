using System.Diagnostics;
using System.Text;
using Confluent.Kafka;

namespace Stray.Transport.Workers;

/// <summary>
/// The span of one transaction. Its records come from many producers, so their spans are linked, not parents (OpenTelemetry
/// messaging conventions, "Batch receiving").
/// </summary>
public sealed class BatchTrace : IDisposable
{
    public const string Header = "traceparent";

    /// <summary>More links than this are left out: collectors cut at 128.</summary>
    private const int MostLinks = 128;

    private readonly ActivitySource _source;
    private readonly WorkerOptions _options;
    private readonly HashSet<ActivityContext> _links = [];
    private Activity? _span;

    internal BatchTrace(ActivitySource source, WorkerOptions options) => (_source, _options) = (source, options);

    /// <summary>Remembers who sent a record, once per sender's span.</summary>
    public void Link(in StreamRecord record)
    {
        if (!_source.HasListeners())
        {
            return;
        }

        _span ??= _source.StartActivity($"process {record.Topic}", ActivityKind.Consumer)
            ?.SetTag("messaging.system", "kafka").SetTag("messaging.operation.name", "process").SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", record.Topic).SetTag("messaging.consumer.group.name", _options.Stage);
        var header = record.Header(Header);
        if (_span is not null && header.Length is > 0 and < 64 && _links.Count < MostLinks
            && ActivityContext.TryParse(Encoding.ASCII.GetString(header), null, isRemote: true, out var sender) && _links.Add(sender))
        {
            _span.AddLink(new ActivityLink(sender));
        }
    }

    public void Dispose()
    {
        _span?.Dispose();
        _span = null;
    }

    /// <summary>Headers that carry the current span on to the next stage; null when nothing is traced.</summary>
    public static Headers? Current() =>
        Activity.Current is { Recorded: true, Id: { } id } ? new Headers { { Header, Encoding.ASCII.GetBytes(id) } } : null;
}
