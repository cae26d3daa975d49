using Stray.Contracts;
using Stray.Detection.Alerting;
using Stray.Embedded;
using Stray.Hosting;
using Stray.Transport.Cluster;
using Stray.Transport.Workers;

namespace Stray.Streaming;

/// <summary>The workers of the stream, put together: which topics, which stage, how much is replayed.</summary>
internal sealed class StageWorkers(WorkerPlan plan, ProcessContext context, TimeProvider time)
{
    public const string Score = "score";
    public const string Alert = "alert";

    private readonly AlertOptions _alerting = AlertChoice.Of(plan.Settings.Alerts, plan.Model);

    public Worker ForScore()
    {
        var judge = new FlowJudge(plan.Model?.Model, _alerting);
        var metrics = new ScoreMetrics(context.Meter, judge, plan.Model, _alerting, time);
        return Worker(Score, Topics.Flows, replay: 0, () => new ScoreStage(judge, _alerting, plan.Ids, plan.Cluster.Topic(Topics.Observations), metrics));
    }

    public Worker ForAlert()
    {
        var metrics = new AlertMetrics(context.Meter, time);
        return Worker(Alert, Topics.Observations, plan.Settings.Alerts.ReplayRecords,
            () => new AlertStage(new AlertFold(_alerting, time), plan.Ids, plan.Cluster.Topic(Topics.Alerts), metrics));
    }

    private Worker Worker(string stage, string topic, long replay, Func<IPartitionStage> create)
    {
        var options = new WorkerOptions { Stage = stage, Topics = [plan.Cluster.Topic(topic)], ReplayRecords = replay };
        var configs = new ClientConfigs(plan.Cluster);
        var clients = new WorkerClients(configs.Consumer(stage), configs.TransactionalProducer(stage))
        {
            OnTrouble = reason => WorkerLog.Trouble(context.Log, reason),
            OnAssigned = partitions => Assigned(stage, partitions),
        };
        return new Worker(options, clients, _ => create(), new WorkerMetrics(context.Meter, context.Traces), time);
    }

    private void Assigned(string stage, int partitions)
    {
        context.Health.Ready();
        WorkerLog.Assigned(context.Log, stage, partitions);
    }
}
