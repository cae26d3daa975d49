using Confluent.Kafka;

namespace Stray.Transport.Cluster;

/// <summary>
/// Remembers why connections fail. librdkafka tells a wrong password or certificate to its error handler only; the call that
/// waits for the connection ends with "timed out", which tells a user nothing.
/// </summary>
public sealed class ConnectionErrors
{
    private Error? _cause;

    /// <summary>Give this to a client's error handler.</summary>
    public void Add(Error error)
    {
        // "all brokers down" follows every cause and is none; so is a connection that closes after a refused login or certificate
        if (error.Code is not ErrorCode.Local_AllBrokersDown && !(IsRefusal(_cause) && error.Code == ErrorCode.Local_Transport))
        {
            _cause = error;
        }
    }

    /// <summary>The failure of a call, by the connection's error when the call's own says only that it came to nothing.</summary>
    public ClusterFailure Explain(Error error, string doing) => ClusterFailure.From(CauseOf(error), doing);

    /// <summary>The connection's error where the given one is a mere consequence, else the given one.</summary>
    public Error CauseOf(Error error) => error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport
        or ErrorCode.Local_AllBrokersDown or ErrorCode.RequestTimedOut or ErrorCode.Local_PurgeQueue or ErrorCode.Local_Fatal
        ? _cause ?? error
        : error;

    private static bool IsRefusal(Error? error) =>
        error?.Code is ErrorCode.Local_Ssl or ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed;
}
