using Confluent.Kafka;
using Stray.Contracts;

namespace Stray.Transport.Cluster;

/// <summary>Why the cluster did not do what was asked, with the exit code that fits and words a person can act on.</summary>
/// <param name="Code"><see cref="ExitCode.Unavailable"/> when trying again can help, <see cref="ExitCode.Config"/> when not.</param>
public sealed record ClusterFailure(ExitCode Code, string Reason)
{
    public override string ToString() => Reason;

    /// <param name="doing">What was tried, e.g. "read stray.flows.v1".</param>
    public static ClusterFailure From(Error error, string doing) => error.Code switch
    {
        ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication or ErrorCode.UnsupportedSaslMechanism =>
            new(ExitCode.Config, $"cannot {doing}: the broker refused the login (Kafka:Username, Kafka:PasswordFile): {error.Reason}"),
        ErrorCode.Local_Ssl =>
            new(ExitCode.Config, $"cannot {doing}: TLS failed (Kafka:CaFile, Kafka:SecurityProtocol): {error.Reason}"),
        ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
            or ErrorCode.TransactionalIdAuthorizationFailed =>
            new(ExitCode.Config, $"cannot {doing}: {NotAllowed(error.Code)} ('stray topics acls' prints what each verb needs)"),
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition =>
            new(ExitCode.Config, $"cannot {doing}: no such topic ('stray topics apply' creates them)"),
        ErrorCode.InvalidConfig or ErrorCode.InvalidReplicationFactor or ErrorCode.InvalidPartitions or ErrorCode.PolicyViolation
            or ErrorCode.Local_InvalidArg => new(ExitCode.Config, $"cannot {doing}: {error.Reason}"),
        _ => new(ExitCode.Unavailable, $"cannot {doing}: {error.Reason}"),
    };

    private static string NotAllowed(ErrorCode code) => "this user has no right to the " + code switch
    {
        ErrorCode.TopicAuthorizationFailed => "topic",
        ErrorCode.GroupAuthorizationFailed => "consumer group",
        ErrorCode.TransactionalIdAuthorizationFailed => "transactional id",
        _ => "cluster",
    };
}
