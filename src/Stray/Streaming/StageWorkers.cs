using Stray.Contracts;
using Stray.Contracts.Alerts;
using Stray.Detection.Alerting;
using Stray.Embedded;
using Stray.Transport.Cluster;
using Stray.Transport.Workers;

namespace Stray.Streaming;

/// <summary>The workers of the stream, put together: which topics, which stage, how much is replayed.</summary>
internal static class StageWorkers
{
    public const string Score = "score";
    public const string Alert = "alert";

    public static Worker ForScore(WorkerPlan plan, Action<string> onTrouble, WorkerMetrics metrics, TimeProvider time)
    {
        var cluster = plan.Cluster;
        var alerting = AlertChoice.Of(plan.Settings.Alerts, plan.Model);
        var judge = new FlowJudge(plan.Model?.Model, alerting);
        return new Worker(
            Options(cluster, Score, Topics.Flows, replay: 0),
            Clients(cluster, Score, onTrouble),
            _ => new ScoreStage(judge, alerting, plan.Ids, cluster.Topic(Topics.Observations)),
            metrics,
            time);
    }

    public static Worker ForAlert(WorkerPlan plan, Action<string> onTrouble, Action<Alert> onAlert, WorkerMetrics metrics, TimeProvider time)
    {
        var cluster = plan.Cluster;
        var alerting = AlertChoice.Of(plan.Settings.Alerts, plan.Model);
        return new Worker(
            Options(cluster, Alert, Topics.Observations, plan.Settings.Alerts.ReplayRecords),
            Clients(cluster, Alert, onTrouble),
            _ => new AlertStage(new AlertFold(alerting, time), plan.Ids, cluster.Topic(Topics.Alerts), onAlert),
            metrics,
            time);
    }

    private static WorkerOptions Options(ClusterOptions cluster, string stage, string topic, long replay) => new()
    {
        Stage = stage,
        Topics = [cluster.Topic(topic)],
        ReplayRecords = replay,
        DrainTimeout = cluster.DrainTimeout,
    };

    private static WorkerClients Clients(ClusterOptions cluster, string stage, Action<string> onTrouble)
    {
        var configs = new ClientConfigs(cluster);
        return new WorkerClients(configs.Consumer(stage), configs.TransactionalProducer(stage)) { OnTrouble = onTrouble };
    }
}
