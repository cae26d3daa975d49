using System.CommandLine;
using Stray.Contracts;
using Stray.Streaming;

namespace Stray.Verbs;

/// <summary><c>stray alert</c>: step 8 as a process of a consumer group.</summary>
internal static class AlertVerb
{
    public static Command Create(TextWriter error) =>
        new WorkerVerb(StageWorkers.Alert, [Topics.Observations, Topics.Alerts], error).Create("Fold observations from Kafka into alerts; start as many as there are partitions, at most.", workers => workers.ForAlert());
}
