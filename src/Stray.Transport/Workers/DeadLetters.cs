using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Stray.Transport.Workers;

/// <summary>Where records go that no stage can process: with all that is needed to find out why, and to send them back.</summary>
public static class DeadLetters
{
    public const string Suffix = ".dlq";
    public const string TopicHeader = "stray.dlq.topic";
    public const string PartitionHeader = "stray.dlq.partition";
    public const string OffsetHeader = "stray.dlq.offset";
    public const string StageHeader = "stray.dlq.stage";
    public const string ReasonHeader = "stray.dlq.reason";
    private const int LongestReason = 1024;

    /// <summary>Sends the original bytes with their origin to the topic's dead letters, inside the open transaction.</summary>
    internal static void Bury(Outbox outbox, in StreamRecord record, string stage, string reason) =>
        outbox.Send(record.Topic + Suffix, record.Key, record.Value, Describe(record, stage, reason));

    private static Headers Describe(in StreamRecord record, string stage, string reason)
    {
        var headers = new Headers();
        Add(TopicHeader, record.Topic);
        Add(PartitionHeader, record.Partition.ToString(CultureInfo.InvariantCulture));
        Add(OffsetHeader, record.Offset.ToString(CultureInfo.InvariantCulture));
        Add(StageHeader, stage);
        Add(ReasonHeader, reason.Length <= LongestReason ? reason : reason[..LongestReason]);
        return headers;

        void Add(string name, string value) => headers.Add(name, Encoding.UTF8.GetBytes(value));
    }
}
