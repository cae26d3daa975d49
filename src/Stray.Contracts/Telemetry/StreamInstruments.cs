namespace Stray.Contracts.Telemetry;

/// <summary>What a process that reads or writes topics tells, by OpenTelemetry's messaging conventions (v1.37) where they have a name.</summary>
public static class StreamInstruments
{
    public static readonly InstrumentDefinition Consumed = new(
        "messaging.client.consumed.messages", InstrumentKind.Counter, "{message}", "Records delivered to the stage.",
        [Labels.MessagingSystem, Labels.Operation, Labels.Topic]);

    public static readonly InstrumentDefinition Sent = new(
        "messaging.client.sent.messages", InstrumentKind.Counter, "{message}", "Records the brokers have; of a worker, those of committed transactions.",
        [Labels.MessagingSystem, Labels.Operation, Labels.Topic]);

    public static readonly InstrumentDefinition Process = new(
        "messaging.process.duration", InstrumentKind.Histogram, "s", "Time the stage took for one batch of records, waiting not counted.",
        [Labels.MessagingSystem, Labels.Operation])
    { Buckets = Durations };

    public static readonly InstrumentDefinition Operation = new(
        "messaging.client.operation.duration", InstrumentKind.Histogram, "s", "Time to flush and end one transaction; of a capture, until the brokers had a record.",
        [Labels.MessagingSystem, Labels.Operation, Labels.Outcome, Labels.Topic])
    { Buckets = Durations };

    public static readonly InstrumentDefinition Delay = new(
        "stray.worker.delay", InstrumentKind.Histogram, "s", "From a record's production to its processing.", [Labels.Topic])
    { Buckets = Delays };

    public static readonly InstrumentDefinition DeadLetters = new(
        "stray.worker.dead_letters", InstrumentKind.Counter, "{message}", "Records that no stage could process, sent to the topic's dead letters.", [Labels.Topic]);

    public static readonly InstrumentDefinition Replayed = new(
        "stray.worker.replayed", InstrumentKind.Counter, "{message}", "Records read again only to rebuild state.", [Labels.Topic]);

    public static readonly InstrumentDefinition Late = new(
        "stray.worker.late", InstrumentKind.Counter, "{message}", "Records left to the new owner of their partition.", [Labels.Topic]);

    public static readonly InstrumentDefinition Transactions = new(
        "stray.worker.transactions", InstrumentKind.Counter, "{transaction}", "Transactions ended.", [Labels.Outcome]);

    public static readonly InstrumentDefinition Rebalances = new(
        "stray.worker.rebalances", InstrumentKind.Counter, "{partition}", "Partitions that came or went.", [Labels.Rebalance]);

    public static readonly InstrumentDefinition Lag = new(
        "stray.worker.lag", InstrumentKind.Gauge, "{message}",
        "Records the worker still has to read, of each partition it holds; transaction markers count as records.", [Labels.Topic, Labels.Partition]);

    public static readonly InstrumentDefinition Queue = new(
        "stray.producer.queue", InstrumentKind.Gauge, "{message}", "Records handed to the client and not yet acknowledged.", []);

    public static readonly InstrumentDefinition Lost = new(
        "stray.producer.lost", InstrumentKind.Counter, "{message}", "Records that did not get to their topic, by reason.", [Labels.DropReason]);

    public static IReadOnlyList<InstrumentDefinition> All { get; } =
        [Consumed, Sent, Process, Operation, Delay, DeadLetters, Replayed, Late, Transactions, Rebalances, Lag, Queue, Lost];

    // The conventions' own advice for durations.
    private static IReadOnlyList<double> Durations => [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    // A backlog is hours, not seconds.
    private static IReadOnlyList<double> Delays => [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21_600];
}
