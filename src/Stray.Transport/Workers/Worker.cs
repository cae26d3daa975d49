using Confluent.Kafka;

namespace Stray.Transport.Workers;

/// <summary>
/// Runs a stage over its topics until told to stop. Clients that broke are replaced by new ones, which start again at the committed
/// offsets; nothing is lost and nothing doubled by that.
/// </summary>
public sealed class Worker(WorkerOptions options, WorkerClients clients, Func<TopicPartition, IPartitionStage> stages, WorkerMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <returns>Null after a stop; else why the worker cannot go on, and what to do.</returns>
    public string? Run(CancellationToken stop)
    {
        var lastGood = time.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            if (RunSession(stop) is not { } failure)
            {
                return null;
            }

            clients.OnTrouble(failure.Reason);
            lastGood = time.GetElapsedTime(began) > options.Patience ? time.GetTimestamp() : lastGood;
            if (IsHopeless(failure) || time.GetElapsedTime(lastGood) > options.Patience)
            {
                return $"{options.Stage}: {failure.Reason}";
            }

            stop.WaitHandle.WaitOne(Pause);
        }

        return null;
    }

    private Error? RunSession(CancellationToken stop)
    {
        try
        {
            using var session = new WorkerSession(options, clients, stages, metrics, time);
            session.Run(stop);
            return null;
        }
        catch (KafkaException broken)
        {
            return broken.Error;
        }
    }

    // A missing right or a wrong password does not heal by waiting.
    private static bool IsHopeless(Error error) => error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed
        or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed or ErrorCode.SaslAuthenticationFailed
        or ErrorCode.Local_Authentication or ErrorCode.UnsupportedVersion;
}
