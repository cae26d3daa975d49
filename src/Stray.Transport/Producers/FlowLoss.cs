namespace Stray.Transport.Producers;

/// <summary>Why a flow record did not get to its topic.</summary>
public enum FlowLoss
{
    /// <summary>The client's queue stayed full for longer than a live source can wait, or than a stop allows.</summary>
    QueueFull,

    /// <summary>Larger than a topic takes.</summary>
    TooLarge,

    /// <summary>The brokers refused it for good.</summary>
    Refused,

    /// <summary>Sent and not acknowledged when the time to drain was over: it may have arrived.</summary>
    Undelivered,
}
