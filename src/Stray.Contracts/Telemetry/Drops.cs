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
        new(DropReason.Evicted, "evicted", false, "flow", "the flow table was full; the flow ended early, it is not lost", "raise Capture:FlowMemoryMiB"),
        new(DropReason.TooLarge, "too_large", false, "record", "larger than a topic takes", "report it: no ordinary record is"),
        new(DropReason.Undeliverable, "undeliverable", false, "record", "the brokers refused it for good", "read the log; `stray check --connect`"),
        new(DropReason.QueueFull, "queue_full", false, "record", "the brokers were slower than the traffic for longer than a live capture can wait", "add partitions or brokers; look at their disks"),
        new(DropReason.Undelivered, "undelivered", false, "record", "not acknowledged when the time to drain was over; it may have arrived", "raise Kafka:DrainTimeoutSeconds; look at the brokers"),
        new(DropReason.Unread, "unread", false, "frame", "the kernel held it when the capture was stopped", "nothing: an interface that is gone gives no more"),
    ];

    public static DropDefinition Of(DropReason reason) => All[(int)reason];
}
