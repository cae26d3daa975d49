using System.CommandLine;
using Stray.Contracts;
using Stray.Streaming;

namespace Stray.Verbs;

/// <summary><c>stray score</c>: step 7 as a process of a consumer group.</summary>
internal static class ScoreVerb
{
    public static Command Create(TextWriter error) =>
        new WorkerVerb(StageWorkers.Score, [Topics.Flows, Topics.Observations], error).Create("Judge flows from Kafka by the baseline; start as many as there are partitions, at most.", workers => workers.ForScore());
}
