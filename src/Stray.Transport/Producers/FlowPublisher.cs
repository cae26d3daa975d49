using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Stray.Contracts;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;
using Stray.Transport.Cluster;
using Stray.Transport.Wire;

namespace Stray.Transport.Producers;

/// <summary>
/// Publishes flow records to <see cref="Topics.Flows"/>, in order per key, each once. One thread publishes; acknowledgements come
/// on the client's own. A full queue is backpressure, never an error: see <see cref="PublisherOptions.Patience"/>. Whatever does
/// not get there is counted with its reason in <see cref="Totals"/>.
/// </summary>
public sealed class FlowPublisher : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly IProducer<byte[], byte[]> _producer;
    private readonly RecordEncoder<FlowCodec, FlowRecord> _encoder;
    private readonly Message<byte[], byte[]> _message = new(); // read before Produce returns, so one is enough
    private readonly Action<DeliveryReport<byte[], byte[]>> _onDelivery;
    private readonly Action<DeliveryReport<byte[], byte[]>> _onTimedDelivery;
    private readonly ConnectionErrors _errors = new();
    private readonly CancellationTokenSource _broken = new();
    private readonly PublisherOptions _options;
    private readonly PublishTrace _trace;
    private readonly TimeProvider _time;
    private readonly Deadline _deadline;
    private readonly string _topic;
    private ClusterFailure? _failure;
    private bool _congested;
    private long _timedSince; // 0 while no record is being timed

    /// <param name="config">Of <see cref="ClientConfigs.Producer"/>.</param>
    /// <param name="topic">The flows topic's name on the cluster.</param>
    /// <param name="schemaId">What its records are framed with.</param>
    /// <param name="source">Where batch spans begin.</param>
    /// <param name="stop">From then on nothing waits longer than the drain time.</param>
    public FlowPublisher(
        ProducerConfig config, string topic, int schemaId, PublisherOptions options, ActivitySource source, TimeProvider time, CancellationToken stop)
    {
        (_topic, _options, _time) = (topic, options, time);
        _encoder = new(schemaId);
        _trace = new(source, topic, time);
        _deadline = new(options.Drain, time, stop);
        _onDelivery = OnDelivery;
        _onTimedDelivery = OnTimedDelivery;
        _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig(config) { DeliveryReportFields = "none" })
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler((_, error) => OnError(error))
            .Build();
    }

    public PublisherTotals Totals { get; } = new();

    /// <summary>Cancelled when publishing on is pointless: no right to the topic, no such topic, a fatal error of the client.</summary>
    public CancellationToken Broken => _broken.Token;

    /// <summary>Why records were refused or not delivered, the first time it happened; null when all went well.</summary>
    public ClusterFailure? Failure => Volatile.Read(ref _failure);

    /// <summary>Asks the brokers for the topic, so that a wrong address or a missing right is told before anything is captured.</summary>
    public ClusterFailure? Connect(TimeSpan patience)
    {
        var doing = $"write {_topic}";
        try
        {
            using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
            var topic = admin.GetMetadata(_topic, patience).Topics.FirstOrDefault(t => t.Topic == _topic);
            var failure = topic is { Error.IsError: true } ? ClusterFailure.From(topic.Error, doing) : null;
            return failure is { Code: ExitCode.Config } ? failure : null; // others heal, such as a leader that is being elected
        }
        catch (KafkaException e)
        {
            return _errors.Explain(e.Error, doing);
        }
    }

    /// <summary>Encodes and sends; the record may be reused afterwards.</summary>
    public void Publish(FlowRecord flow)
    {
        if (_encoder.Encode(flow) is not { } value)
        {
            Totals.Lose(FlowLoss.TooLarge, 1);
            return;
        }

        // Link flows have no Community ID; their sender's address keeps one host's flows in order.
        _message.Key = Encoding.UTF8.GetBytes(flow.CommunityId.Length > 0 ? flow.CommunityId : flow.Source.ToMacString());
        _message.Value = value;
        _message.Headers = _trace.Next();
        Send();
    }

    /// <summary>Nothing is coming just now: lets a batch's span end in time.</summary>
    public void Rest() => _trace.EndIfOver();

    /// <summary>
    /// Waits until everything sent is acknowledged; after a stop no longer than the drain time, and a live source's end is one.
    /// What is left then is counted as undelivered.
    /// </summary>
    public void Close()
    {
        _trace.End();
        if (_options.Patience is not null)
        {
            _deadline.Set();
        }

        while (Totals.Outstanding > 0 && !_deadline.IsOver && !_broken.IsCancellationRequested)
        {
            _producer.Flush(Step);
        }

        if (Totals.Outstanding is var left and > 0)
        {
            Totals.Lose(FlowLoss.Undelivered, left);
            Fail(_errors.Explain(new Error(ErrorCode.Local_TimedOut), $"deliver {left} records to {_topic}"));
        }
    }

    public void Dispose()
    {
        _producer.Dispose();
        _deadline.Dispose();
        _broken.Dispose();
    }

    private void Send()
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            try
            {
                // One record at a time is timed: a report does not say which record it is about, but which handler it has.
                var timed = Interlocked.CompareExchange(ref _timedSince, began, 0) == 0;
                _producer.Produce(_topic, _message, timed ? _onTimedDelivery : _onDelivery);
                Totals.Accept();
                _congested = false;
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                Interlocked.CompareExchange(ref _timedSince, 0, began);
                if (!MayWait(began))
                {
                    _congested = true;
                    Totals.Lose(FlowLoss.QueueFull, 1);
                    return;
                }

                _producer.Poll(Step);
            }
            catch (ProduceException<byte[], byte[]> refused)
            {
                Refuse(refused.Error);
                return;
            }
        }
    }

    private bool MayWait(long began)
    {
        if (_broken.IsCancellationRequested || _deadline.IsOver)
        {
            return false;
        }

        return _options.Patience is not { } patience || (!_congested && _time.GetElapsedTime(began) < patience);
    }

    private void Refuse(Error error)
    {
        Totals.Lose(LossBy(error), 1);
        Note(error);
    }

    private void OnDelivery(DeliveryReport<byte[], byte[]> report)
    {
        if (!report.Error.IsError)
        {
            Totals.Deliver();
            return;
        }

        Totals.Fail(LossBy(report.Error));
        Note(report.Error);
    }

    private void OnTimedDelivery(DeliveryReport<byte[], byte[]> report)
    {
        Totals.Time(_time.GetElapsedTime(Interlocked.Exchange(ref _timedSince, 0)));
        OnDelivery(report);
    }

    private void OnError(Error error)
    {
        _errors.Add(error);
        if (error.IsFatal)
        {
            Note(error);
        }
    }

    private void Note(Error error)
    {
        var failure = ClusterFailure.From(error, $"write {_topic}");
        Fail(failure);
        if (error.IsFatal || (failure.Code == ExitCode.Config && LossBy(error) != FlowLoss.TooLarge))
        {
            Break();
        }
    }

    private void Fail(ClusterFailure failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    // Callbacks of the client may come while it is being disposed.
    private void Break()
    {
        try
        {
            _broken.Cancel();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private static FlowLoss LossBy(Error error) => error.Code == ErrorCode.MsgSizeTooLarge ? FlowLoss.TooLarge : FlowLoss.Refused;
}
