namespace Stray.Contracts.Telemetry;

/// <summary>Why something that arrived did not go on. Every line that drops has one of these.</summary>
public enum DropReason
{
    Kernel,
    Interface,
    Filtered,
    UnsupportedLink,
    Evicted,
    TooLarge,
    Undeliverable,
    QueueFull,
    Undelivered,
    Unread,
}
