using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Stray.Transport.Workers;

namespace Stray.Transport.Producers;

/// <summary>
/// Spans of batches of records: one a record would cost more than the record. Every record of a batch carries the batch's
/// traceparent, in one shared header; without a listener, or where the batch is not sampled, there is no header at all.
/// </summary>
/// <param name="topic">Its name on the cluster.</param>
internal sealed class PublishTrace(ActivitySource source, string topic, TimeProvider time)
{
    private const int MostRecords = 1000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private Activity? _span;
    private Headers? _headers;
    private long _began;
    private int _records;

    /// <summary>The headers of the next record; null for none.</summary>
    public Headers? Next()
    {
        if (!source.HasListeners())
        {
            return null;
        }

        EndIfOver();
        if (_records == 0)
        {
            Begin();
        }

        _records++;
        return _headers;
    }

    /// <summary>Ends a batch that is full or old, also when no record comes.</summary>
    public void EndIfOver()
    {
        if (_records >= MostRecords || (_records > 0 && time.GetElapsedTime(_began) >= Longest))
        {
            End();
        }
    }

    public void End()
    {
        _span?.SetTag("messaging.batch.message_count", _records).Dispose();
        (_span, _headers, _records) = (null, null, 0);
    }

    // A root of its own: the capture is a run of days, no parent to hang a trace on. It never becomes the current span either,
    // or all that happens between two records would be attributed to it.
    private void Begin()
    {
        _began = time.GetTimestamp();
        var current = Activity.Current;
        Activity.Current = null;
        _span = source.StartActivity(string.Create(CultureInfo.InvariantCulture, $"publish {topic}"), ActivityKind.Producer)
            ?.SetTag("messaging.system", "kafka").SetTag("messaging.operation.name", "publish").SetTag("messaging.operation.type", "send")
            .SetTag("messaging.destination.name", topic);
        Activity.Current = current;
        _headers = _span is { Recorded: true, Id: { } id } ? new Headers { { BatchTrace.Header, Encoding.ASCII.GetBytes(id) } } : null;
    }
}
