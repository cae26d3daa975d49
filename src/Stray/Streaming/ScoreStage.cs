using Stray.Contracts;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;
using Stray.Contracts.Wire;
using Stray.Detection.Alerting;
using Stray.Transport.Wire;
using Stray.Transport.Workers;

namespace Stray.Streaming;

/// <summary>Step 7 over <see cref="Topics.Flows"/>: judges each flow and passes on what the alert stage may look at, keyed by its entity.</summary>
internal sealed class ScoreStage(FlowJudge judge, AlertOptions options, ISchemaIds ids, string observations, ScoreMetrics metrics) : IPartitionStage
{
    private readonly RecordDecoder<FlowCodec, FlowRecord> _decoder = new(ids);
    private readonly RecordEncoder<ObservationCodec, Observation> _encoder = new(ids.IdOf(Topics.Observations));
    private readonly FlowRecord _flow = FlowCodec.Create();
    private readonly Observation _observation = ObservationCodec.Create();

    public void Replay(in StreamRecord record)
    {
        // Windows are the producer's: this stage remembers nothing of a flow.
    }

    public void Replayed()
    {
    }

    public StageResult Process(in StreamRecord record, Outbox outbox)
    {
        var decoded = StageResult.Of(_decoder.Decode(record.Value, _flow, out var reason), reason);
        if (decoded.Outcome != StageOutcome.Done)
        {
            return decoded;
        }

        var score = judge.Judge(_flow);
        return options.IsNotable(_flow, score) ? Observe(score, outbox) : StageResult.Done;
    }

    public void Flush(Outbox outbox, bool idle) => metrics.Tell();

    private StageResult Observe(Score? score, Outbox outbox)
    {
        (_observation.Entity, _observation.Flow, _observation.Score) = (AlertFold.EntityOf(_flow), _flow, score);
        if (_encoder.Encode(_observation) is not { } message)
        {
            return StageResult.Poison("its observation is larger than a topic takes");
        }

        outbox.Send(observations, _observation.Entity, message, BatchTrace.Current());
        return StageResult.Done;
    }
}
