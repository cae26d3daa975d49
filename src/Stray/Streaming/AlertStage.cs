using Stray.Contracts;
using Stray.Contracts.Alerts;
using Stray.Contracts.Scores;
using Stray.Contracts.Wire;
using Stray.Detection.Alerting;
using Stray.Transport.Wire;
using Stray.Transport.Workers;

namespace Stray.Streaming;

/// <summary>
/// Step 8 over one partition of <see cref="Topics.Observations"/>: folds the observations of its entities into alerts. Its state is
/// rebuilt from the stretch before the committed offset; what that stretch led to was published with it.
/// </summary>
internal sealed class AlertStage(AlertFold fold, ISchemaIds ids, string alerts, AlertMetrics metrics) : IPartitionStage
{
    private readonly RecordDecoder<ObservationCodec, Observation> _decoder = new(ids);
    private readonly RecordEncoder<AlertCodec, AlertMessage> _encoder = new(ids.IdOf(Topics.Alerts));
    private readonly AlertMessage _message = AlertCodec.Create();
    private readonly Observation _observation = ObservationCodec.Create();

    public void Replay(in StreamRecord record)
    {
        if (_decoder.Decode(record.Value, _observation, out _) == DecodeOutcome.Ok)
        {
            fold.Add(_observation);
        }
    }

    public void Replayed() => fold.Settle();

    public StageResult Process(in StreamRecord record, Outbox outbox)
    {
        var decoded = StageResult.Of(_decoder.Decode(record.Value, _observation, out var reason), reason);
        if (decoded.Outcome != StageOutcome.Done)
        {
            return decoded;
        }

        fold.Add(_observation);
        return StageResult.Done;
    }

    public void Flush(Outbox outbox, bool idle)
    {
        fold.CloseQuiet();
        foreach (var alert in fold.TakeChanges(all: idle))
        {
            Send(alert, outbox);
        }
    }

    private void Send(Alert alert, Outbox outbox)
    {
        _message.Alert = alert;
        if (_encoder.Encode(_message) is not { } message)
        {
            metrics.TooLarge();
            return;
        }

        outbox.Send(alerts, alert.Entity, message, BatchTrace.Current());
        metrics.Told(alert);
    }
}
