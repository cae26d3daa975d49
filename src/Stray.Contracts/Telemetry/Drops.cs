namespace Stray.Contracts.Telemetry;

/// <summary>The reasons to drop: what one count is, whether it was meant, what to do.</summary>
public static class Drops
{
    public static IReadOnlyList<DropDefinition> All { get; } =
    [
        new(DropReason.Kernel, "kernel", false, "frame", "the capture ring was full", "raise Capture:RingMiB, or give the process more processor time"),
        new(DropReason.Interface, "interface", false, "frame", "the network card dropped it", "look at `ethtool -S`; raise the card's ring"),
        new(DropReason.Filtered, "filtered", true, "frame", "the filter the user gave does not match", "nothing: it was asked for"),
        new(DropReason.UnsupportedLink, "unsupported_link", false, "frame", "its link type is not decoded", "capture on another interface"),
        new(DropReason.LeftUnread, "left_unread", true, "frame", "the capture was stopped before it was read", "nothing: it was asked for"),
        new(DropReason.Evicted, "evicted", false, "flow", "the flow table was full; the flow ended early, it is not lost", "raise Capture:FlowMemoryMiB"),
        new(DropReason.QueueFull, "queue_full", false, "record", "the brokers were slower than live traffic", "look at the brokers' disks and network; capture less"),
        new(DropReason.TooLarge, "too_large", false, "record", "larger than the topic takes", "raise the topic's max.message.bytes; else report it: no ordinary record is"),
        new(DropReason.Refused, "refused", false, "record", "the brokers refused it for good", "read the log; `stray check --connect --for capture`"),
        new(DropReason.Undelivered, "undelivered", false, "record", "not acknowledged when the time to drain was over; it may have arrived", "raise Kafka:DrainTimeoutSeconds"),
    ];

    /// <summary>Those that a capture counts itself.</summary>
    public static IReadOnlyList<DropReason> OfCapture { get; } =
        [DropReason.Kernel, DropReason.Interface, DropReason.Filtered, DropReason.UnsupportedLink, DropReason.LeftUnread, DropReason.Evicted];

    /// <summary>Those that publishing counts.</summary>
    public static IReadOnlyList<DropReason> OfPublisher { get; } =
        [DropReason.QueueFull, DropReason.TooLarge, DropReason.Refused, DropReason.Undelivered];

    public static DropDefinition Of(DropReason reason) => All[(int)reason];
}
